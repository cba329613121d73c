package io.priok.domain;

import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Role;
import org.jspecify.annotations.Nullable;

/**
 * A host of the swarm.
 *
 * @param agent names the queues on which this node takes its assignments
 * @param description what its engine says of itself
 * @param manager present on managers only
 * @param office how often the node was made a manager. Each time it begins with nothing: what its server held in an earlier office
 *     may be gone, so that it must not be counted on
 */
public record Node(
        NodeId id,
        Meta meta,
        NodeSpec spec,
        AgentId agent,
        NodeDescription description,
        NodeStatus status,
        @Nullable ManagerEndpoint manager,
        long office)
        implements StateObject {
    /** Of a node that joins as a manager. */
    public static final long FIRST_OFFICE = 1;

    @Override
    public ObjectKind kind() {
        return ObjectKind.NODE;
    }

    @Override
    public Node withMeta(Meta newMeta) {
        return new Node(id, newMeta, spec, agent, description, status, manager, office);
    }

    /** A worker that becomes a manager enters a new office, even one that has not left its last one yet. */
    public Node withSpec(NodeSpec newSpec) {
        boolean promoted = newSpec.roleOrWorker() == Role.MANAGER && spec.roleOrWorker() == Role.WORKER;
        return new Node(id, meta, newSpec, agent, description, status, manager, promoted ? office + 1 : office);
    }

    /** A manager that lost what it held begins again, without having been demoted. */
    public Node withNewOffice() {
        return new Node(id, meta, spec, agent, description, status, manager, office + 1);
    }

    public Node withDescription(NodeDescription newDescription) {
        return new Node(id, meta, spec, agent, newDescription, status, manager, office);
    }

    public Node withStatus(NodeStatus newStatus) {
        return new Node(id, meta, spec, agent, description, newStatus, manager, office);
    }

    /** The host's server was installed anew, or its state moved to another host. */
    public Node withAgent(AgentId newAgent) {
        return new Node(id, meta, spec, newAgent, description, status, manager, office);
    }

    public Node withOffice(long newOffice) {
        return new Node(id, meta, spec, agent, description, status, manager, newOffice);
    }

    public Node withManager(@Nullable ManagerEndpoint newManager) {
        return new Node(id, meta, spec, agent, description, status, newManager, office);
    }

    public String hostname() {
        return description.hostname();
    }
}
