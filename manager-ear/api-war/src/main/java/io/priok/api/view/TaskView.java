package io.priok.api.view;

import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task as the API shows it. */
public record TaskView(
        TaskId id,
        Version version,
        Instant createdAt,
        Instant updatedAt,
        Map<String, String> labels,
        TaskSpec spec,
        ServiceId serviceId,
        long slot,
        @Nullable NodeId nodeId,
        Status status,
        TaskState desiredState,
        ServiceView.@Nullable Iteration jobIteration) {
    public record Status(
            Instant timestamp,
            TaskState state,
            String message,
            String err,
            TaskStatus.@Nullable ContainerStatus containerStatus,
            PortStatus portStatus) {}

    public record PortStatus(List<PortConfig> ports) {}

    /**
     * @param seen the status that counts, logged or reported
     * @param job true for a task of a job
     */
    public static TaskView of(Task task, TaskStatus seen, boolean job) {
        long iteration = task.jobIteration();
        return new TaskView(
                task.id(),
                new Version(task.version()),
                task.meta().createdAt(),
                later(task.meta().updatedAt(), seen.timestamp()),
                Map.of(),
                withoutRuntime(task.spec()),
                task.serviceId(),
                task.slot(),
                task.nodeId(),
                new Status(
                        seen.timestamp(),
                        seen.state(),
                        seen.message(),
                        seen.err(),
                        seen.container(),
                        new PortStatus(seen.ports())),
                task.desiredState(),
                job ? new ServiceView.Iteration(iteration == 0 ? null : iteration) : null);
    }

    /** What a worker reported changes the task as users see it, though not its version. */
    private static Instant later(Instant logged, Instant reported) {
        return reported.isAfter(logged) ? reported : logged;
    }

    /** The word belongs to services; tasks do not repeat it. */
    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    private static TaskSpec withoutRuntime(TaskSpec spec) {
        return new TaskSpec(
                spec.containerSpec(),
                spec.resources(),
                spec.restartPolicy(),
                spec.placement(),
                spec.networks(),
                spec.logDriver(),
                spec.forceUpdate(),
                "");
    }
}
