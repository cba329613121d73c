package io.priok.domain;

import io.priok.domain.spec.Copies;

/**
 * @param message why the node is in this state, empty when there is nothing to say
 * @param address address from which the node speaks, without a port
 */
public record NodeStatus(NodeState state, String message, String address) {
    public NodeStatus {
        message = Copies.text(message);
        address = Copies.text(address);
    }
}
