package io.priok.message;

import io.priok.domain.AgentId;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;
import java.util.List;

/**
 * All that an agent has, sent at its start, on every new connection and when the term changes; the leader answers it with the complete set.
 *
 * @param session a new random value at each start of the agent, by which a restart is seen
 * @param highestTerm the highest term that the agent has obeyed
 */
public record FullReport(
        NodeId nodeId,
        AgentId agent,
        String session,
        long highestTerm,
        NodeDescription description,
        List<StatusReport.TaskObservation> tasks) {
    public FullReport {
        session = Copies.text(session);
        tasks = Copies.list(tasks);
    }
}
