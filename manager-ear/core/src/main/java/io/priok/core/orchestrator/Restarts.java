package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.Node;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.RestartPolicy.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Replaces tasks that have ended or lost their node, as the restart policy allows.
 *
 * <p>Nothing is remembered between passes. The delay is the replacement's {@code startAt}; attempts are counted from the history
 * of the slot: its tasks of the same spec version (and run of a job), less the first, which was no restart. The reaper keeps the
 * history that this count needs ({@link #historyNeeded}).
 */
public final class Restarts {
    private final Draft draft;

    public Restarts(Draft draft) {
        this.draft = draft;
    }

    /** How many tasks of a slot the count of attempts needs; 0 when attempts are not bounded. */
    public static long historyNeeded(Service service) {
        long bound = service.spec().taskTemplate().restartPolicyOrDefault().maxAttemptsOrUnbounded();
        return bound == 0 ? 0 : bound + 2;
    }

    /** Ends a task and, where the policy allows, creates its successor in the same slot. */
    public void restart(Service service, Task task) {
        if (!Tasks.isWanted(task) || waitsOutItsDelay(task)) {
            return;
        }
        Tasks.shutDown(draft, task);
        if (shouldRestart(service, task)) {
            Duration delay = delay(task);
            Tasks.create(
                    draft,
                    service,
                    SlotKey.of(service, task),
                    delay.isZero() ? null : draft.now().plus(delay));
        }
    }

    /** A task that failed while it waited for its start is replaced after that wait, or the restarts would run in a tight loop. */
    private boolean waitsOutItsDelay(Task task) {
        Instant start = task.startAt();
        if (start == null || !start.isAfter(draft.now()) || draft.isInvalid(task.nodeId())) {
            return false;
        }
        draft.wakeAt(start);
        return true;
    }

    /** Tasks that lose their node are replaced at once. */
    private Duration delay(Task task) {
        Node node = draft.node(task.nodeId());
        boolean moved =
                node == null || draft.isLost(task.nodeId()) || node.spec().availabilityOrActive() == Availability.DRAIN;
        return moved ? Duration.ZERO : task.spec().restartPolicyOrDefault().delayOrDefault();
    }

    boolean shouldRestart(Service service, Task task) {
        RestartPolicy policy = task.spec().restartPolicyOrDefault();
        TaskStatus end = draft.status(task);
        Condition condition = policy.conditionOrDefault();
        if (condition == Condition.NONE
                || ((condition == Condition.ON_FAILURE || service.spec().mode().isJob())
                        && end.state() == TaskState.COMPLETE)) {
            return false;
        }
        return policy.maxAttemptsOrUnbounded() == 0
                || attempts(service, task, policy, end) < policy.maxAttemptsOrUnbounded();
    }

    private long attempts(Service service, Task task, RestartPolicy policy, TaskStatus end) {
        SlotKey slot = SlotKey.of(service, task);
        List<Task> restarts = draft.tasksOf(service.id()).stream()
                .filter(other -> other.specVersion() == task.specVersion()
                        && other.jobIteration() == task.jobIteration()
                        && SlotKey.of(service, other).equals(slot))
                .skip(1)
                .toList();
        if (policy.windowOrAll().isZero()) {
            return restarts.size();
        }
        Instant lookback = end.timestamp().minus(policy.windowOrAll());
        return restarts.stream()
                .map(other -> other.meta().createdAt())
                .filter(at -> at.isAfter(lookback) && at.isBefore(end.timestamp()))
                .count();
    }

    /**
     * The tasks of a slot that fill it: those wanted to run, or else its last one when by policy nothing follows it. A rollback
     * fills even such slots anew, so that it always ends with the old spec running.
     */
    List<Task> filling(Service service, List<Task> slot) {
        List<Task> wanted = slot.stream().filter(Tasks::isWanted).toList();
        UpdateStatus update = service.updateStatus();
        boolean rollingBack = update != null && update.state() == UpdateStatus.State.ROLLBACK_STARTED;
        if (!wanted.isEmpty() || slot.isEmpty() || rollingBack) {
            return wanted;
        }
        Task last = slot.get(slot.size() - 1);
        return shouldRestart(service, last) ? List.of() : List.of(last);
    }

    /** Restarts what has ended or may not stay where it is; returns the slots as they are then. */
    Map<SlotKey, List<Task>> replaceEnded(Service service) {
        for (Task task : draft.tasksOf(service.id())) {
            boolean misplaced = task.nodeId() != null && draft.isInvalid(task.nodeId());
            if (Tasks.isWanted(task) && (draft.hasEnded(task) || misplaced)) {
                restart(service, task);
            }
        }
        return SlotKey.group(service, draft.tasksOf(service.id()));
    }
}
