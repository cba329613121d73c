package io.priok.core.liveness;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.NodeStatus;
import java.time.Instant;
import java.util.Map;

/**
 * What a leader holds of its nodes' health.
 *
 * @param changed statuses that differ from the image's
 * @param strangers nodes that were removed and still beat: their agents are to be told that they have nothing
 * @param next when to judge again; judging later than that counts as time in which the leader did not listen
 */
public record Judgement(Map<NodeId, NodeStatus> changed, Map<NodeId, AgentId> strangers, Instant next) {
    public Judgement {
        changed = Map.copyOf(changed);
        strangers = Map.copyOf(strangers);
    }
}
