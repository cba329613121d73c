package io.priok.message;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;

/**
 * What this server knows of its own place in a swarm: the file {@code node.json} in the state directory, written by the manager
 * application when the node joins or leaves, read by the agent. Absent while the node is in no swarm.
 *
 * @param office the one that this server serves in as a manager; 0 for a worker; negative, {@code -office}, when what it held in that
 *     office is lost, so that it must not serve in it again and waits for the next
 * @param incarnation of the swarm, as far as this node knows: 0 as founded, else the number below all terms since its last recovery
 */
public record LocalNode(NodeId nodeId, ClusterId clusterId, long office, long incarnation, String advertiseAddress) {
    public LocalNode {
        advertiseAddress = Copies.text(advertiseAddress);
    }

    public static final String FILE = "node.json";

    public boolean manager() {
        return office > 0;
    }

    /** The log that managers of this incarnation share; one of another is another log. */
    public String logName() {
        return incarnation == 0 ? clusterId.value() : clusterId.value() + ":" + incarnation;
    }

    /** True while it waits for a new office because what it held in the last one is lost. */
    public boolean lost() {
        return office < 0;
    }

    public LocalNode withOfficeLost() {
        return withOffice(-Math.abs(office));
    }

    public LocalNode withOffice(long newOffice) {
        return new LocalNode(nodeId, clusterId, newOffice, incarnation, advertiseAddress);
    }

    public LocalNode withIncarnation(long newIncarnation) {
        return new LocalNode(nodeId, clusterId, office, newIncarnation, advertiseAddress);
    }

    public LocalNode withAddress(String newAddress) {
        return new LocalNode(nodeId, clusterId, office, incarnation, newAddress);
    }
}
