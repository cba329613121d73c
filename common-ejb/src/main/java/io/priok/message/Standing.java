package io.priok.message;

import io.priok.domain.ClusterId;
import io.priok.domain.spec.Copies;
import java.util.List;

/**
 * Which incarnation of the swarm a manager serves. Of two managers that meet, the one of the older incarnation is none any more.
 *
 * @param incarnation as in {@link LocalNode}
 * @param managers where those of that incarnation listen, {@code host:port}
 */
public record Standing(ClusterId clusterId, long incarnation, List<String> managers) {
    public Standing {
        managers = Copies.list(managers);
    }

    /** True when that incarnation follows the one of this node. */
    public boolean supersedes(LocalNode node) {
        return clusterId.equals(node.clusterId()) && incarnation > node.incarnation();
    }
}
