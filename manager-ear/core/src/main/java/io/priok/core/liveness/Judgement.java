package io.priok.core.liveness;

import io.priok.domain.NodeId;
import io.priok.domain.NodeStatus;
import java.time.Instant;
import java.util.Map;

/**
 * What a leader holds of its nodes' health.
 *
 * @param changed statuses that differ from the image's
 * @param next when to judge again; judging later than a period after that counts as a stall of the leader
 */
public record Judgement(Map<NodeId, NodeStatus> changed, Instant next) {
    public Judgement {
        changed = Map.copyOf(changed);
    }
}
