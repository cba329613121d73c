package io.priok.control.command;

import io.priok.domain.Node;
import io.priok.domain.NodeState;

/** What the state tells of the managers. */
final class Managers {
    private Managers() {}

    /** A node of a state unknown counts: after a change of leader all are, for a moment. */
    static boolean isReachable(Node node) {
        return node.status().state() != NodeState.DOWN;
    }
}
