package io.priok.runtime;

import io.priok.core.role.Roles;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.image.Image;
import io.priok.message.Instruction;
import java.time.Duration;

/** What the leader of one term tells a node: how often to beat, where the managers are, and which role is its own. */
final class Instructions {
    /** Seals what a new manager needs. */
    @FunctionalInterface
    interface Sealing {
        String sealedFor(NodeId node, Image image);
    }

    private final long term;
    private final Sealing sealing;

    Instructions(long term, Sealing sealing) {
        this.term = term;
        this.sealing = sealing;
    }

    /**
     * @param serves true when the node's server is known to serve as a manager already
     * @param report true to ask for a full report
     */
    Instruction of(Image image, Node node, Duration period, boolean serves, boolean report) {
        boolean manager = Roles.isManager(node);
        return new Instruction(
                term,
                image.index(),
                node.id(),
                period,
                report,
                Peers.of(image).stream().map(Peers::management).toList(),
                manager,
                manager && !serves ? sealing.sealedFor(node.id(), image) : "");
    }
}
