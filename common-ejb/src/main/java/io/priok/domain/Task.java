package io.priok.domain;

import io.priok.domain.spec.Copies;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container's worth of work. A task runs at most once, on one node; a restart makes a new task in the same slot.
 *
 * @param slot from 1 for replicated services; 0 for global ones, whose slot is the node
 * @param nodeId the node it was assigned to; for a global service's task known from creation
 * @param serviceLabels labels of the service at creation (the containers carry some of them)
 * @param specVersion the service's {@link Service#specVersion} that {@link #spec} was taken from
 * @param desiredState how far the managers want it to go; only ever advances
 * @param status the last status the managers hold in the log; what workers have reported since is in the seen state
 * @param startAt not to be started before this moment (a restart's delay); the task waits with desired state READY until then
 * @param jobIteration the run of a job it belongs to, 0 for services
 * @param ports host-mode ports given to this task
 */
public record Task(
        TaskId id,
        Meta meta,
        ServiceId serviceId,
        String serviceName,
        Map<String, String> serviceLabels,
        long slot,
        @Nullable NodeId nodeId,
        TaskSpec spec,
        long specVersion,
        TaskState desiredState,
        TaskStatus status,
        @Nullable Instant startAt,
        long jobIteration,
        List<PortConfig> ports)
        implements StateObject {
    public Task {
        serviceName = Copies.text(serviceName);
        serviceLabels = Copies.map(serviceLabels);
        ports = Copies.list(ports);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.TASK;
    }

    @Override
    public Task withMeta(Meta newMeta) {
        return copy(newMeta, nodeId, desiredState, status, startAt);
    }

    public Task withDesiredState(TaskState newDesired) {
        return copy(meta, nodeId, newDesired, status, startAt);
    }

    public Task withStatus(TaskStatus newStatus) {
        return copy(meta, nodeId, desiredState, newStatus, startAt);
    }

    /** The task put on a node by the scheduler. */
    public Task assigned(NodeId newNode, TaskStatus newStatus) {
        return copy(meta, newNode, desiredState, newStatus, startAt);
    }

    public Task startingAt(@Nullable Instant newStartAt) {
        return copy(meta, nodeId, desiredState, status, newStartAt);
    }

    /** {@code web.1}, or {@code web.<node id>} for a global service. */
    public String name() {
        String place = slot > 0 ? Long.toString(slot) : nodeId == null ? "" : nodeId.value();
        return serviceName + "." + place;
    }

    /** {@code web.1.<task id>}, or {@code web.<node id>.<task id>} for a global service: the container's name. */
    public String containerName() {
        return name() + "." + id.value();
    }

    private Task copy(
            Meta newMeta, @Nullable NodeId newNode, TaskState newDesired, TaskStatus newStatus, @Nullable Instant at) {
        return new Task(
                id,
                newMeta,
                serviceId,
                serviceName,
                serviceLabels,
                slot,
                newNode,
                spec,
                specVersion,
                newDesired,
                newStatus,
                at,
                jobIteration,
                ports);
    }
}
