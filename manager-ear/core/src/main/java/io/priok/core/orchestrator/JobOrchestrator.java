package io.priok.core.orchestrator;

import io.priok.core.constraint.Constraints;
import io.priok.core.draft.Draft;
import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.Service;
import io.priok.domain.Service.JobStatus;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.ServiceMode.ReplicatedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Runs the tasks of a job to completion.
 *
 * <p>A replicated job has as many slots as it wants completions, and fills no more at a time than may run at once; a global job
 * has one task on each node that was there when the run began. A failed task is restarted by policy; a slot whose attempts are
 * used up stays as it is, and the job does not complete. Tasks of an earlier run are ended.
 */
final class JobOrchestrator {
    private final Draft draft;
    private final Restarts restarts;

    JobOrchestrator(Draft draft, Restarts restarts) {
        this.draft = draft;
        this.restarts = restarts;
    }

    void reconcile(Service given, ReplicatedJob mode) {
        Service service = begun(given);
        Map<SlotKey, List<Task>> slots = currentRun(service);
        long completed = 0;
        long active = 0;
        for (List<Task> slot : slots.values()) {
            if (slot.stream().anyMatch(task -> draft.state(task) == TaskState.COMPLETE)) {
                completed++;
            } else if (slot.stream().anyMatch(Tasks::isWanted)) {
                active++;
            }
        }
        long atOnce = mode.maxConcurrent() == 0 ? mode.totalCompletions() : mode.maxConcurrent();
        long missing = Math.min(atOnce - active, mode.totalCompletions() - completed - active);
        long number = 0;
        for (long i = 0; i < missing && draft.mayCreate(); i++) {
            SlotKey slot;
            do {
                slot = new SlotKey(++number, null);
            } while (slots.containsKey(slot));
            if (number > mode.totalCompletions()) {
                return;
            }
            Tasks.create(draft, service, slot, null);
        }
    }

    void reconcileGlobal(Service given) {
        Service service = begun(given);
        Map<SlotKey, List<Task>> slots = currentRun(service);
        JobStatus job = service.job();
        Instant begin = job == null ? draft.now() : job.lastExecution();
        Constraints constraints =
                draft.constraints(service.spec().taskTemplate().placementOrNone());
        List<Node> nodes = new ArrayList<>(draft.nodes());
        nodes.sort(Comparator.comparing(node -> node.id().value()));
        for (Node node : nodes) {
            SlotKey slot = new SlotKey(0, node.id());
            boolean takesPart = node.status().state() == NodeState.READY
                    && node.spec().availabilityOrActive() == Availability.ACTIVE
                    && !node.meta().createdAt().isAfter(begin)
                    && constraints.holdFor(node);
            boolean free = restarts.filling(service, slots.getOrDefault(slot, List.of()))
                    .isEmpty();
            if (takesPart && free && draft.mayCreate()) {
                Tasks.create(draft, service, slot, null);
            }
        }
    }

    private Service begun(Service service) {
        if (service.job() != null) {
            return service;
        }
        Service begun = service.withJob(new JobStatus(0, draft.now()));
        draft.put(begun);
        return begun;
    }

    /** Ends earlier runs, restarts what failed in this one, and returns this one's slots. */
    private Map<SlotKey, List<Task>> currentRun(Service service) {
        long iteration = Tasks.iteration(service);
        for (Task task : draft.tasksOf(service.id())) {
            if (task.jobIteration() != iteration) {
                if (draft.hasEnded(task)) {
                    Tasks.shutDown(draft, task);
                } else {
                    Tasks.forget(draft, task);
                }
            } else if (Tasks.isWanted(task) && draft.state(task) != TaskState.COMPLETE) {
                restartIfNeeded(service, task);
            }
        }
        List<Task> current = draft.tasksOf(service.id()).stream()
                .filter(task -> task.jobIteration() == iteration)
                .toList();
        return SlotKey.group(service, current);
    }

    private void restartIfNeeded(Service service, Task task) {
        boolean misplaced = task.nodeId() != null && draft.isInvalid(task.nodeId());
        if (misplaced && service.spec().mode().isGlobal()) {
            Tasks.shutDown(draft, task);
        } else if (misplaced || draft.hasEnded(task)) {
            restarts.restart(service, task);
        }
    }
}
