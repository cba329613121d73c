package io.priok.store.projection;

import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * A state that a task was in, as the log had it.
 *
 * @param id ascending in the order of the log
 * @param state in Docker's word, as is {@code desiredState}
 */
public record TaskStep(
        long id,
        TaskId taskId,
        ServiceId serviceId,
        String serviceName,
        long slot,
        Optional<NodeId> nodeId,
        String state,
        String desiredState,
        Instant at,
        String message,
        String err,
        Optional<String> containerId,
        Optional<Integer> exitCode) {
    static TaskStep of(TaskHistoryEntity row) {
        return new TaskStep(
                row.id,
                new TaskId(row.taskId),
                new ServiceId(row.serviceId),
                row.serviceName,
                row.slot,
                Optional.ofNullable(row.nodeId).map(NodeId::new),
                row.state,
                row.desiredState,
                row.changedAt,
                row.message,
                row.err,
                Optional.ofNullable(row.containerId),
                Optional.ofNullable(row.exitCode));
    }
}
