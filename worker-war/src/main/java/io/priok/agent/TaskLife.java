package io.priok.agent;

import io.priok.agent.Container.Health;
import io.priok.agent.Container.Phase;
import io.priok.agent.TaskRecord.Pull;
import io.priok.agent.TaskRecord.Stopping;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.TaskStatus.ContainerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The life of a task on its node, as a state machine.
 *
 * <p>Goals: the fewest engine calls between an assignment and a running container (create, start, one inspect); no step that
 * cannot be repeated after a crash; never a second start of a container. Constraint: the outcome of a call may be unknown (the
 * engine died under it), and events arrive before the answer of the call that caused them.
 *
 * <p>Algorithm: {@link #next} looks at the record alone and names the next step; what comes of a step, and what the engine's
 * events say, is folded into the record by the other functions, each of which holds in any order. A phase that is not certain
 * becomes UNKNOWN, which the next step resolves by asking. Example: ASSIGNED → accepted → preparing → Create → READY → STARTING
 * → Start → UNKNOWN → Inspect → RUNNING; the exit event then makes COMPLETE or FAILED of it.
 */
final class TaskLife {
    /** A killed container that does not end within this is killed again. */
    static final Duration KILL_AGAIN = Duration.ofSeconds(10);

    static final String UNHEALTHY = "dockerexec: unhealthy container";

    private TaskLife() {}

    static Step next(TaskRecord task, Instant now) {
        if (task.container().phase() == Phase.UNKNOWN) {
            return new Step.Inspect();
        }
        if (task.isUnwanted()) {
            return ending(task, now);
        }
        return task.state().isTerminal() ? new Step.Rest(null) : onward(task, now);
    }

    private static Step onward(TaskRecord task, Instant now) {
        return switch (task.state()) {
            case NEW, PENDING, ASSIGNED -> advance(TaskState.ACCEPTED, "accepted", now);
            case ACCEPTED -> advance(TaskState.PREPARING, "preparing", now);
            case PREPARING ->
                switch (task.pull()) {
                    case WANTED -> new Step.Pull();
                    case UNDER_WAY -> new Step.Rest(null);
                    case NONE, DONE -> new Step.Create();
                };
            case READY ->
                task.task().desiredState().isAfter(TaskState.READY)
                        ? new Step.Advance(new TaskStatus(
                                TaskState.STARTING, now, "starting", "", containerStatus(task.container()), List.of()))
                        : new Step.Rest(null);
            case STARTING, RUNNING -> {
                if (task.container().health() == Health.UNHEALTHY) {
                    yield stop(task, now);
                }
                yield task.container().phase() == Phase.CREATED ? new Step.Start() : new Step.Rest(null);
            }
            case COMPLETE, SHUTDOWN, FAILED, REJECTED, REMOVE, ORPHANED -> new Step.Rest(null);
        };
    }

    /** All that changes in status alone before the next call: one change to keep and to tell instead of several. */
    static TaskRecord advanced(TaskRecord task, Instant now) {
        TaskRecord last = task;
        while (next(last, now) instanceof Step.Advance advance
                && advance.status().state().isAfter(last.state())) {
            last = last.with(advance.status());
        }
        return last;
    }

    private static Step advance(TaskState state, String message, Instant now) {
        return new Step.Advance(TaskStatus.of(state, now, message));
    }

    private static Step ending(TaskRecord task, Instant now) {
        Phase phase = task.container().phase();
        if (phase == Phase.RUNNING) {
            return stop(task, now);
        }
        if (!task.state().isTerminal()) {
            return new Step.Advance(ended(task, TaskState.SHUTDOWN, "shutdown", "", now));
        }
        if (task.isToBeDeleted() && phase != Phase.NONE && phase != Phase.GONE) {
            return new Step.Delete();
        }
        return task.assignment().remove() ? new Step.Forget() : new Step.Rest(null);
    }

    private static Step stop(TaskRecord task, Instant now) {
        Stopping stopping = task.stopping();
        if (task.container().phase() != Phase.RUNNING) {
            return new Step.Rest(null);
        }
        if (stopping == null) {
            return new Step.Signal();
        }
        Instant killedAt = stopping.killedAt();
        Instant due = killedAt == null
                ? stopping.signalledAt().plus(task.task().spec().container().stopGracePeriodOrDefault())
                : killedAt.plus(KILL_AGAIN);
        return now.isBefore(due) ? new Step.Rest(due) : new Step.Kill();
    }

    static TaskRecord created(TaskRecord task, String id, Instant now) {
        Container container = task.container().phase() == Phase.NONE
                ? task.container().named(id).in(Phase.CREATED)
                : task.container().named(id);
        return task.with(container)
                .with(new TaskStatus(TaskState.READY, now, "prepared", "", containerStatus(container), List.of()));
    }

    /** Started, or perhaps started: only asking tells. */
    static TaskRecord started(TaskRecord task) {
        return uncertain(task);
    }

    static TaskRecord uncertain(TaskRecord task) {
        return task.container().phase().isFinal()
                ? task
                : task.with(task.container().in(Phase.UNKNOWN));
    }

    /** What the engine answered to an inspect; an end that was noticed meanwhile is the newer news. */
    static TaskRecord seen(TaskRecord task, Container seen, Instant now) {
        if (task.container().phase().isFinal()) {
            return task;
        }
        return switch (seen.phase()) {
            case NONE, UNKNOWN, GONE -> missing(task, now);
            case CREATED ->
                task.state().isAfter(TaskState.STARTING) || !seen.error().isEmpty()
                        ? startRefused(task.with(seen), seen.error(), now)
                        : created(task.with(Container.NONE), seen.id(), now);
            case RUNNING -> running(task.with(seen), now);
            case EXITED -> exited(task.with(seen.in(Phase.RUNNING)), seen.exitCode(), now);
        };
    }

    /** A container that runs is RUNNING once its health check, if it has one, says so. */
    private static TaskRecord running(TaskRecord task, Instant now) {
        Container container = task.container();
        TaskState state = switch (container.health()) {
            case UNCHECKED, HEALTHY -> TaskState.RUNNING;
            case STARTING, UNHEALTHY -> TaskState.STARTING;
        };
        String message = state == TaskState.RUNNING ? "started" : "starting";
        if (task.isUnwanted() && !task.state().isTerminal()) {
            return task;
        }
        return task.with(new TaskStatus(state, now, message, "", containerStatus(container), container.ports()));
    }

    static TaskRecord health(TaskRecord task, String containerId, boolean healthy, Instant now) {
        Container container = task.container();
        if (container.phase() != Phase.RUNNING || !container.id().equals(containerId)) {
            return task;
        }
        TaskRecord felt = task.with(container.feeling(healthy ? Health.HEALTHY : Health.UNHEALTHY));
        return healthy ? running(felt, now) : felt;
    }

    static TaskRecord exited(TaskRecord task, int exitCode, Instant now) {
        if (task.container().phase().isFinal()) {
            return task;
        }
        TaskRecord over = task.with(task.container().exited(exitCode));
        if (task.isUnwanted()) {
            return over.with(ended(over, TaskState.SHUTDOWN, "shutdown", "", now));
        }
        if (task.container().health() == Health.UNHEALTHY) {
            String code = exitCode == 0 ? "" : "task: non-zero exit (" + exitCode + "): ";
            return over.with(ended(over, TaskState.FAILED, over.status().message(), code + UNHEALTHY, now));
        }
        return exitCode == 0
                ? over.with(ended(over, TaskState.COMPLETE, "finished", "", now))
                : over.with(ended(over, TaskState.FAILED, "started", "task: non-zero exit (" + exitCode + ")", now));
    }

    /** No such container: to be made again if it was never started, lost otherwise. */
    static TaskRecord missing(TaskRecord task, Instant now) {
        Container container = task.container();
        if (container.phase().isFinal()) {
            return container.phase() == Phase.GONE ? task : task.with(container.in(Phase.GONE));
        }
        if (!task.state().isAfter(TaskState.PREPARING)) {
            return task.with(Container.NONE);
        }
        TaskRecord gone = task.with(container.in(Phase.GONE));
        if (task.isUnwanted()) {
            return gone.with(ended(gone, TaskState.SHUTDOWN, "shutdown", "", now));
        }
        return gone.with(
                ended(gone, TaskState.FAILED, gone.status().message(), "No such container: " + container.id(), now));
    }

    static TaskRecord deleted(TaskRecord task) {
        return task.with(task.container().in(Phase.GONE));
    }

    /** The image is not here: fetch it once, then it is the user's error. */
    static TaskRecord imageMissing(TaskRecord task, String error, Instant now) {
        return task.pull() == Pull.DONE ? refused(task, error, now) : task.with(Pull.WANTED);
    }

    /** The engine, or the conversion, would not have it. */
    static TaskRecord refused(TaskRecord task, String error, Instant now) {
        return task.with(ended(task, TaskState.REJECTED, task.status().message(), error, now));
    }

    static TaskRecord startRefused(TaskRecord task, String error, Instant now) {
        return task.with(
                ended(task, TaskState.FAILED, task.status().message(), "starting container failed: " + error, now));
    }

    static TaskRecord signalled(TaskRecord task, Instant now) {
        return task.stopping() == null ? task.stopping(new Stopping(now, null)) : task;
    }

    static TaskRecord killed(TaskRecord task, Instant now) {
        Stopping stopping = task.stopping();
        return task.stopping(new Stopping(stopping == null ? now : stopping.signalledAt(), now));
    }

    /** After the clock was set back, the grace counts from now: a container is neither killed early nor left for an hour. */
    static TaskRecord notAhead(TaskRecord task, Instant now) {
        Stopping stopping = task.stopping();
        if (stopping == null) {
            return task;
        }
        Instant killedAt = stopping.killedAt();
        return task.stopping(
                new Stopping(earlier(stopping.signalledAt(), now), killedAt == null ? null : earlier(killedAt, now)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** What is certain after a restart of the agent: the record, not what the engine did meanwhile. */
    static TaskRecord reloaded(TaskRecord task) {
        TaskRecord idle = task.pull() == Pull.UNDER_WAY ? task.with(Pull.WANTED) : task;
        boolean mayHaveContainer =
                task.state().isAfter(TaskState.ACCEPTED) && !task.state().isTerminal();
        return mayHaveContainer ? uncertain(idle) : idle;
    }

    private static TaskStatus ended(TaskRecord task, TaskState state, String message, String err, Instant now) {
        Container container = task.container();
        return new TaskStatus(
                state,
                now,
                message,
                err,
                container.id().isEmpty() ? null : new ContainerStatus(container.id(), 0, container.exitCode()),
                List.of());
    }

    private static ContainerStatus containerStatus(Container container) {
        return new ContainerStatus(container.id(), container.pid(), container.exitCode());
    }
}
