package io.priok.core.orchestrator;

import io.priok.core.constraint.Constraints;
import io.priok.core.draft.Draft;
import io.priok.core.task.Actor;
import io.priok.core.task.Answer;
import io.priok.core.task.TaskLifecycle;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends tasks whose node no longer meets their constraints or has less than they reserve.
 *
 * <p>SwarmKit sets such a task's observed state to REJECTED while its container still runs. Here it is stopped first, its
 * replacement waits for that like any other, and REJECTED is what the log says once it has ended, so that an observed state is never
 * ahead of the truth. Only nodes that are active are looked at: a drained one loses all, a paused one keeps all.
 */
final class Enforcer {
    static final String MESSAGE = "task rejected by constraint enforcer";
    static final String ERROR = "assigned node no longer meets constraints";

    private final Draft draft;
    private final Restarts restarts;
    private final Dirtiness dirtiness;

    Enforcer(Draft draft, Restarts restarts) {
        this.draft = draft;
        this.restarts = restarts;
        this.dirtiness = new Dirtiness(draft);
    }

    void enforce() {
        Map<NodeId, List<Task>> byNode = new HashMap<>();
        for (Task task : draft.tasks()) {
            if (task.nodeId() != null && Tasks.isWanted(task) && draft.mayBeAlive(task)) {
                byNode.computeIfAbsent(task.nodeId(), any -> new ArrayList<>()).add(task);
            }
        }
        for (Node node : draft.nodes()) {
            List<Task> tasks = byNode.getOrDefault(node.id(), List.of());
            if (node.spec().availabilityOrActive() == Availability.ACTIVE && !tasks.isEmpty()) {
                enforce(node, tasks);
            }
        }
    }

    private void enforce(Node node, List<Task> tasks) {
        Resources all = node.description().resources();
        long cpus = all.nanoCpus();
        long memory = all.memoryBytes();
        tasks.sort(Comparator.comparing((Task task) -> task.meta().createdAt())
                .thenComparing(task -> task.id().value()));
        for (Task task : tasks) {
            Service service = draft.service(task.serviceId());
            if (service == null || service.pendingDelete()) {
                continue;
            }
            Resources reserved = task.spec().reservations();
            if (reserved.nanoCpus() > cpus
                    || reserved.memoryBytes() > memory
                    || !constraints(service, task).holdFor(node)) {
                condemn(service, task);
            } else {
                cpus -= reserved.nanoCpus();
                memory -= reserved.memoryBytes();
            }
        }
    }

    /** Those of the service's spec now; of an outdated task its own, for the update is to replace it and not the enforcer. */
    private Constraints constraints(Service service, Task task) {
        TaskSpec spec =
                dirtiness.isDirty(service, task) ? task.spec() : service.spec().taskTemplate();
        return draft.constraints(spec.placementOrNone());
    }

    private void condemn(Service service, Task task) {
        TaskStatus logged = task.status();
        Task condemned = task.withStatus(
                new TaskStatus(logged.state(), logged.timestamp(), MESSAGE, ERROR, logged.container(), logged.ports()));
        draft.put(condemned);
        if (service.spec().mode().isGlobal()) {
            Tasks.shutDown(draft, condemned);
        } else {
            restarts.restart(service, condemned);
        }
    }

    static boolean condemned(Task task) {
        return task.status().message().equals(MESSAGE) && task.status().state() != TaskState.REJECTED;
    }

    /** How a task that ended is recorded: as rejected when it ended because of this. */
    static TaskStatus verdict(Task task, TaskStatus end) {
        if (!condemned(task) || TaskLifecycle.move(Actor.ENFORCER, end.state(), TaskState.REJECTED) != Answer.SUCCESS) {
            return end;
        }
        return new TaskStatus(TaskState.REJECTED, end.timestamp(), MESSAGE, ERROR, end.container(), List.of());
    }
}
