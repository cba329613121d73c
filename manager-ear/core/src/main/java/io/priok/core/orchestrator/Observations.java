package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.core.task.Actor;
import io.priok.core.task.Answer;
import io.priok.core.task.TaskLifecycle;
import io.priok.domain.Node;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes into the log what must outlive a full stop: how tasks ended, and that those of a lost worker are orphans.
 *
 * <p>A worker is lost for good when its node has been removed, or has been down for a day.
 */
final class Observations {
    static final Duration LOST_FOR_GOOD = Duration.ofHours(24);
    static final String NODE_REMOVED = "Task belonged to a node that has been deleted";

    private final Draft draft;

    Observations(Draft draft) {
        this.draft = draft;
    }

    void log() {
        for (Task task : draft.tasks()) {
            TaskStatus status = draft.status(task);
            if (status.state().isTerminal()) {
                logEnd(task, status);
            } else if (task.nodeId() != null && status.state().compareTo(TaskState.ASSIGNED) >= 0) {
                orphan(task, status);
            }
        }
    }

    private void logEnd(Task task, TaskStatus end) {
        TaskState from = task.status().state();
        if (TaskLifecycle.move(Actor.AGENT, from, end.state()) != Answer.SUCCESS) {
            return;
        }
        Service service = draft.service(task.serviceId());
        if (service != null
                && Updates.isActive(service.updateStatus())
                && UpdateStep.outlivedMonitor(task, end, UpdateStep.configOf(service))) {
            return;
        }
        draft.put(task.withStatus(Enforcer.verdict(task, end)));
    }

    private void orphan(Task task, TaskStatus status) {
        Node node = draft.node(task.nodeId());
        Instant lost = draft.now();
        if (node != null) {
            if (!draft.isLost(node.id())) {
                return;
            }
            lost = node.meta().updatedAt().plus(LOST_FOR_GOOD);
        }
        if (lost.isAfter(draft.now())) {
            draft.wakeAt(lost);
        } else if (TaskLifecycle.move(Actor.UNDERTAKER, status.state(), TaskState.ORPHANED) == Answer.SUCCESS) {
            draft.put(task.withStatus(orphaned(status, node == null)));
        }
    }

    private TaskStatus orphaned(TaskStatus last, boolean removed) {
        return removed
                ? TaskStatus.of(TaskState.ORPHANED, draft.now(), NODE_REMOVED)
                : new TaskStatus(
                        TaskState.ORPHANED, draft.now(), last.message(), last.err(), last.container(), last.ports());
    }
}
