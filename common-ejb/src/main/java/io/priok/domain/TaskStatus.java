package io.priok.domain;

import io.priok.domain.spec.Copies;
import io.priok.domain.spec.PortConfig;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is observed of a task.
 *
 * @param message what happened, in the words of the real one ({@code started}, {@code preparing}, …)
 * @param err why it failed or waits; empty when nothing is wrong
 * @param container present once a container exists
 * @param ports host-mode ports as the engine bound them
 */
public record TaskStatus(
        TaskState state,
        Instant timestamp,
        String message,
        String err,
        @Nullable ContainerStatus container,
        List<PortConfig> ports) {
    public TaskStatus {
        message = Copies.text(message);
        err = Copies.text(err);
        ports = Copies.list(ports);
    }

    /** @param pid of the container's first process on its host, 0 when it does not run */
    public record ContainerStatus(String containerId, long pid, int exitCode) {
        public ContainerStatus {
            containerId = Copies.text(containerId);
        }
    }

    public static TaskStatus of(TaskState state, Instant timestamp, String message) {
        return new TaskStatus(state, timestamp, message, "", null, List.of());
    }

    public TaskStatus withErr(String newErr) {
        return new TaskStatus(state, timestamp, message, newErr, container, ports);
    }

    /**
     * True when this status may replace {@code other}: a later state, or news within the same state. Observed states never go
     * backwards, whatever order reports arrive in.
     */
    public boolean supersedes(TaskStatus other) {
        return state.isAfter(other.state) || (state == other.state && timestamp.isAfter(other.timestamp));
    }
}
