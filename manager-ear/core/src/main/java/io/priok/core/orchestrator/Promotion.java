package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Lets tasks run that were wanted READY: when their delay is over and no task of their slot is still being stopped.
 *
 * <p>This is where "never two of a slot" is kept: whoever stops a task and creates another, the other waits here until the first
 * has ended or its node is down. SwarmKit gives up waiting after a minute; here a node that answers is waited for as long as it
 * takes to stop the task, because two tasks of one slot on reachable nodes is what must not be.
 */
final class Promotion {
    private final Draft draft;

    Promotion(Draft draft) {
        this.draft = draft;
    }

    void promote(Service service) {
        List<Task> tasks = draft.tasksOf(service.id());
        if (tasks.stream().noneMatch(this::waits)) {
            return;
        }
        Map<SlotKey, List<Task>> stopping = SlotKey.groupAll(
                service,
                tasks.stream()
                        .filter(task -> !Tasks.isWanted(task) && draft.mayBeAlive(task))
                        .toList());
        for (Task task : tasks) {
            if (waits(task) && !stopping.containsKey(SlotKey.of(service, task)) && isDue(task)) {
                draft.put(task.withDesiredState(Tasks.goal(service)).startingAt(null));
            }
        }
    }

    private boolean waits(Task task) {
        return task.desiredState() == TaskState.READY && !draft.hasEnded(task);
    }

    private boolean isDue(Task task) {
        Instant start = task.startAt();
        if (start == null || !start.isAfter(draft.now())) {
            return true;
        }
        draft.wakeAt(start);
        return false;
    }
}
