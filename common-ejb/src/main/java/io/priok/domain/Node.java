package io.priok.domain;

import io.priok.domain.spec.NodeSpec;
import org.jspecify.annotations.Nullable;

/**
 * A host of the swarm.
 *
 * @param agent names the queues on which this node takes its assignments
 * @param description what its engine says of itself
 * @param manager present on managers only
 */
public record Node(
        NodeId id,
        Meta meta,
        NodeSpec spec,
        AgentId agent,
        NodeDescription description,
        NodeStatus status,
        @Nullable ManagerEndpoint manager)
        implements StateObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.NODE;
    }

    @Override
    public Node withMeta(Meta newMeta) {
        return new Node(id, newMeta, spec, agent, description, status, manager);
    }

    public Node withSpec(NodeSpec newSpec) {
        return new Node(id, meta, newSpec, agent, description, status, manager);
    }

    public Node withDescription(NodeDescription newDescription) {
        return new Node(id, meta, spec, agent, newDescription, status, manager);
    }

    public Node withStatus(NodeStatus newStatus) {
        return new Node(id, meta, spec, agent, description, newStatus, manager);
    }

    public Node withManager(@Nullable ManagerEndpoint newManager) {
        return new Node(id, meta, spec, agent, description, status, newManager);
    }

    public String hostname() {
        return description.hostname();
    }
}
