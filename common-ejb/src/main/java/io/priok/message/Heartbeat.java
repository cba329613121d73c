package io.priok.message;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;

/**
 * An agent lives.
 *
 * @param session as in {@link FullReport}; a leader that does not know it asks for a full report
 * @param sequence counts up within a session
 * @param office as in {@link LocalNode}
 * @param leaving true in the last one, sent when the node leaves the swarm
 */
public record Heartbeat(
        NodeId nodeId, AgentId agent, String session, long sequence, long highestTerm, long office, boolean leaving) {
    public Heartbeat {
        session = Copies.text(session);
    }

    public boolean manager() {
        return office > 0;
    }
}
