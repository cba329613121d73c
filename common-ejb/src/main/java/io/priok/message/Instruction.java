package io.priok.message;

import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;
import java.time.Duration;
import java.util.List;

/**
 * From the leader to an agent, on its control queue.
 *
 * @param index of the log from which it was made: of two instructions of one term the role in the one with the lower index is old
 * @param heartbeatPeriod how often to send a heartbeat from now on
 * @param reportNow true to ask for a {@link FullReport}
 * @param managers where the swarm's managers listen, {@code host:port}
 * @param office the one that the node is to serve in as a manager; 0 for a worker
 * @param secrets what a node needs to become a manager, a {@link ManagerSecrets} sealed under the node's own key; empty unless
 *     the node is to enter that office
 */
public record Instruction(
        long term,
        long index,
        NodeId nodeId,
        Duration heartbeatPeriod,
        boolean reportNow,
        List<String> managers,
        long office,
        String secrets) {
    public Instruction {
        managers = Copies.list(managers);
        secrets = Copies.text(secrets);
    }
}
