package io.priok.domain;

/**
 * Identifies the agent of one server installation and names its queues. It outlives leaving and joining a swarm, unlike
 * {@link NodeId}, so that a change of swarm moves no queue.
 */
public record AgentId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
