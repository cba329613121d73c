package io.priok.agent;

import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.message.TaskAssignment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent knows of one task; what the journal keeps.
 *
 * @param news where the assignment came from
 * @param status observed here; only ever advances
 * @param stopping present from the first stop signal on
 */
public record TaskRecord(
        TaskAssignment assignment,
        News news,
        TaskStatus status,
        Container container,
        Pull pull,
        @Nullable Stopping stopping) {

    /** Progress of fetching the image, which is tried once. */
    public enum Pull {
        NONE,
        WANTED,
        UNDER_WAY,
        DONE
    }

    /** @param killedAt when it was last killed for not heeding the signal */
    public record Stopping(Instant signalledAt, @Nullable Instant killedAt) {}

    static TaskRecord assigned(TaskAssignment assignment, News news) {
        Task task = assignment.task();
        TaskStatus status = TaskStatus.of(
                TaskState.ASSIGNED, task.status().timestamp(), task.status().message());
        return new TaskRecord(assignment, news, status, Container.NONE, Pull.NONE, null);
    }

    public TaskId id() {
        return assignment.task().id();
    }

    Task task() {
        return assignment.task();
    }

    TaskState state() {
        return status.state();
    }

    /** True when the managers want it to end. */
    boolean isUnwanted() {
        return assignment.remove() || task().desiredState().isAfter(TaskState.COMPLETE);
    }

    boolean isToBeDeleted() {
        return assignment.remove() || task().desiredState() == TaskState.REMOVE;
    }

    public TaskObservation observation() {
        return new TaskObservation(id(), task().name(), task().version(), status);
    }

    TaskRecord told(TaskAssignment newAssignment, News newNews) {
        return new TaskRecord(newAssignment, newNews, status, container, pull, stopping);
    }

    TaskRecord removed(News newNews) {
        return told(new TaskAssignment(task(), assignment.nodeHostname(), true), newNews);
    }

    TaskRecord with(TaskStatus newStatus) {
        return newStatus.state().isAfter(state())
                ? new TaskRecord(assignment, news, newStatus, container, pull, stopping)
                : this;
    }

    TaskRecord with(Container newContainer) {
        return new TaskRecord(assignment, news, status, newContainer, pull, stopping);
    }

    TaskRecord with(Pull newPull) {
        return new TaskRecord(assignment, news, status, container, newPull, stopping);
    }

    TaskRecord stopping(Stopping newStopping) {
        return new TaskRecord(assignment, news, status, container, pull, newStopping);
    }
}
