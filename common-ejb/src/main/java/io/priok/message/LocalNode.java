package io.priok.message;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;

/**
 * What this server knows of its own place in a swarm: the file {@code node.json} in the state directory, written by the manager
 * application when the node joins or leaves, read by the agent. Absent while the node is in no swarm.
 */
public record LocalNode(NodeId nodeId, ClusterId clusterId, boolean manager, String advertiseAddress) {
    public LocalNode {
        advertiseAddress = Copies.text(advertiseAddress);
    }

    public static final String FILE = "node.json";
}
