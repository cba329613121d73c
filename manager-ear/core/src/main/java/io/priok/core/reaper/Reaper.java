package io.priok.core.reaper;

import io.priok.core.draft.Draft;
import io.priok.core.orchestrator.Restarts;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.ClusterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes tasks from the state.
 *
 * <p>Tasks that are to be removed go when nothing of them can be alive on a node that answers: they have ended, never had a node, or
 * their node is down (a node that returns is told the complete set, so it stops what is not in it). A service that is being
 * removed goes with its last task.
 *
 * <p>Of each slot as many tasks are kept as the cluster's history limit says, the running one counted; the oldest ended go first.
 * A negative limit keeps all. The last task of a slot stays whatever the limit, because an ended task may be what fills its
 * slot; so does what the count of restart attempts needs, and while an update runs, which decides by its slots' history, at least
 * {@value #UPDATE_HISTORY}.
 */
public final class Reaper {
    static final long UPDATE_HISTORY = 50;

    private record Slot(long number, @Nullable NodeId node) {}

    private final Draft draft;

    public Reaper(Draft draft) {
        this.draft = draft;
    }

    public void reap() {
        removeForgotten();
        long limit = draft.cluster()
                .map(cluster -> cluster.spec().orchestration().historyLimit())
                .orElse(ClusterSpec.DEFAULT_TASK_HISTORY);
        for (Service service : draft.services()) {
            List<Task> tasks = draft.tasksOf(service.id());
            if (service.pendingDelete() && tasks.isEmpty()) {
                draft.remove(service);
            } else if (limit >= 0 && !service.pendingDelete() && tasks.size() > limit) {
                bySlot(service, tasks).values().forEach(slot -> trim(slot, limitOf(service, limit)));
            }
        }
    }

    private void removeForgotten() {
        for (Task task : draft.tasks()) {
            if (task.desiredState() == TaskState.REMOVE && !draft.mayBeAlive(task)) {
                draft.remove(task);
            }
        }
    }

    private static boolean updating(Service service) {
        UpdateStatus status = service.updateStatus();
        return status != null
                && (status.state() == UpdateStatus.State.UPDATING
                        || status.state() == UpdateStatus.State.ROLLBACK_STARTED);
    }

    private static long limitOf(Service service, long limit) {
        long needed = Math.max(limit, Restarts.historyNeeded(service));
        return updating(service) ? Math.max(needed, UPDATE_HISTORY) : needed;
    }

    private static Map<Slot, List<Task>> bySlot(Service service, List<Task> tasks) {
        boolean global = service.spec().mode().isGlobal();
        Map<Slot, List<Task>> slots = new HashMap<>();
        for (Task task : tasks) {
            Slot slot = new Slot(task.slot(), global ? task.nodeId() : null);
            slots.computeIfAbsent(slot, any -> new ArrayList<>()).add(task);
        }
        return slots;
    }

    private void trim(List<Task> oldestFirst, long limit) {
        long surplus = oldestFirst.size() - limit;
        for (Task task : oldestFirst.subList(0, oldestFirst.size() - 1)) {
            if (surplus <= 0) {
                return;
            }
            boolean over = task.desiredState().isAfter(TaskState.COMPLETE)
                    && (draft.hasEnded(task) || draft.state(task).compareTo(TaskState.ASSIGNED) < 0);
            if (over) {
                draft.remove(task);
                surplus--;
            }
        }
    }
}
