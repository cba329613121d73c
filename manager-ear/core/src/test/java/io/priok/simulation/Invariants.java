package io.priok.simulation;

import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.UpdateConfig;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.image.Transition;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold at every moment, whatever fails; see the invariants of the design. */
final class Invariants {
    static final String GENERATION = "generation";

    private record Slot(ServiceId service, long number, String node) {}

    private record Shown(NodeId manager, TaskId task) {}

    private final Simulation world;
    private final Map<String, Integer> applications = new HashMap<>();
    private final Map<NodeId, Long> downAt = new HashMap<>();
    private final Map<TaskId, Long> createdAt = new HashMap<>();
    private final Set<ServiceId> startFirst = new HashSet<>();
    private final Map<Long, NodeId> leaders = new HashMap<>();
    private final Map<Shown, TaskState> shown = new HashMap<>();

    Invariants(Simulation world) {
        this.world = world;
    }

    void entryApplied(Transaction transaction, Image before, Application application) {
        if (!(application.outcome() instanceof Outcome.Applied)) {
            return;
        }
        if (applications.merge(transaction.id(), 1, Integer::sum) > 1) {
            throw new Violation("transaction " + transaction.id() + " took effect twice");
        }
        boolean leads = transaction.term() == before.term()
                && before.leader()
                        .map(NodeId::value)
                        .filter(transaction.author()::equals)
                        .isPresent();
        if (transaction.term() != 0 && !leads) {
            throw new Violation("a write of term " + transaction.term() + " took effect in term " + before.term());
        }
        transaction.changes().forEach(change -> versionIsRespected(change, before));
        for (Transition transition : application.transitions()) {
            if (transition.after() instanceof Service service) {
                serviceChanged((Service) transition.before(), service, unconditional(transaction));
            } else if (transition.object() instanceof Task) {
                taskChanged((Task) transition.before(), (Task) transition.after());
            } else if (transition.after() instanceof Node node && node.status().state() == NodeState.DOWN) {
                downAt.put(node.id(), application.image().index());
            }
        }
        portsAreUnique(application.image());
    }

    private static void versionIsRespected(Change change, Image before) {
        if (change instanceof Change.Put put && put.expectedVersion() > 0) {
            long present =
                    before.object(put.object().id()).map(StateObject::version).orElse(0L);
            if (present != put.expectedVersion()) {
                throw new Violation("an update of version " + put.expectedVersion() + " of "
                        + put.object().id() + " is accepted at version " + present);
            }
        }
    }

    /** A manager begins to run the control loops. */
    void leads(SimManager manager, long term) {
        NodeId other = leaders.putIfAbsent(term, manager.id);
        if (other != null && !other.equals(manager.id)) {
            throw new Violation(other + " and " + manager.id + " both lead in term " + term);
        }
    }

    /** A user was shown an image that had to be current. */
    void read(SimManager manager, Image image, long acknowledgedBefore) {
        if (image.index() < acknowledgedBefore) {
            throw new Violation("a read on " + manager.id + " gives the state of entry " + image.index() + ", though "
                    + acknowledgedBefore + " was acknowledged before");
        }
    }

    private static boolean unconditional(Transaction transaction) {
        return transaction.term() == 0
                && transaction.changes().stream()
                        .anyMatch(change -> change instanceof Change.Put put && put.expectedVersion() == Change.ANY);
    }

    private void serviceChanged(Service before, Service after, boolean unconditional) {
        Stream.of(after.spec().updateConfig(), after.spec().rollbackConfig())
                .filter(config -> config != null && config.orderOrDefault() == UpdateConfig.Order.START_FIRST)
                .forEach(config -> startFirst.add(after.id()));
        boolean rolledBack =
                after.updateStatus() != null && after.updateStatus().state() == UpdateStatus.State.ROLLBACK_STARTED;
        if (before != null && !unconditional && !rolledBack && generation(after) < generation(before)) {
            throw new Violation("an acknowledged update of " + after.name() + " is lost: generation "
                    + generation(before) + " became " + generation(after));
        }
        if (before != null && !unconditional && before.pendingDelete() && !after.pendingDelete()) {
            throw new Violation("the removal of " + after.name() + " is lost");
        }
    }

    private static long generation(Service service) {
        return Long.parseLong(service.spec().labels().getOrDefault(GENERATION, "0"));
    }

    private void taskChanged(Task before, Task after) {
        if (before == null && after != null) {
            createdAt.putIfAbsent(after.id(), after.version());
        }
        if (before == null || after == null) {
            return;
        }
        if (before.desiredState().isAfter(after.desiredState())) {
            throw new Violation(
                    "task " + after.id() + " is wanted " + after.desiredState() + " after " + before.desiredState());
        }
        if (before.status().state().isAfter(after.status().state())) {
            throw new Violation("task " + after.id() + " is recorded "
                    + after.status().state() + " after " + before.status().state());
        }
        if (before.nodeId() != null && !before.nodeId().equals(after.nodeId())) {
            throw new Violation("task " + after.id() + " moves to another node");
        }
    }

    private static void portsAreUnique(Image image) {
        Set<String> taken = new HashSet<>();
        for (Service service : image.services()) {
            for (PortConfig port : service.ports()) {
                boolean held = !service.pendingDelete() && !port.isHostMode() && port.publishedPort() != 0;
                if (held && !taken.add(port.protocol() + port.publishedPort())) {
                    throw new Violation("port " + port.publishedPort() + " is given out twice");
                }
            }
        }
    }

    /** A worker stops a task; only managers that hold the lead may have wanted that. */
    void stopped(NodeId node, Task held, boolean live) {
        Task task = world.truth.image().task(held.id()).orElse(null);
        if (task != null
                && world.truth.image().node(node).isPresent()
                && !task.desiredState().isAfter(TaskState.COMPLETE)) {
            throw new Violation("task " + task.id() + " is stopped on " + node + (live ? ", running" : "")
                    + ", but is wanted " + task.desiredState());
        }
    }

    /** What a manager shows of a task never goes backwards, as long as the manager runs. */
    void shown(SimManager manager, Image image) {
        for (Task task : image.tasks()) {
            TaskState state = manager.of(task).state();
            TaskState old = shown.put(new Shown(manager.id, task.id()), state);
            if (old != null && old.isAfter(state)) {
                throw new Violation("task " + task.id() + " is shown " + state + " after " + old);
            }
        }
    }

    void restarted(SimManager manager) {
        shown.keySet().removeIf(key -> key.manager().equals(manager.id));
    }

    /** Containers alive in each slot, but for those of nodes that are cut off and have not heard yet that they were given up. */
    void checkSlots() {
        Map<Slot, List<Task>> slots = new HashMap<>();
        for (SimWorker worker : world.workers) {
            worker.live().forEach((task, stopping) -> {
                if (!isExempt(worker, task, stopping)) {
                    String node = task.slot() == 0 ? worker.id.value() : "";
                    slots.computeIfAbsent(new Slot(task.serviceId(), task.slot(), node), any -> new ArrayList<>())
                            .add(task);
                }
            });
        }
        slots.forEach((slot, tasks) -> {
            int allowed = startFirst.contains(slot.service()) ? 2 : 1;
            if (tasks.size() > allowed) {
                throw new Violation(tasks.size() + " containers are alive in slot " + slot.number() + slot.node()
                        + " of " + slot.service() + ": "
                        + tasks.stream().map(Task::id).toList());
            }
        });
    }

    private boolean isExempt(SimWorker worker, Task task, boolean stopping) {
        boolean down = world.truth
                .image()
                .node(worker.id)
                .filter(node -> node.status().state() != NodeState.DOWN)
                .isEmpty();
        long given = downAt.getOrDefault(worker.id, 0L);
        return down
                || (given > createdAt.getOrDefault(task.id(), 0L)
                        && (stopping || worker.completeIndexOf(task.id()) < given));
    }

    /** After the faults: the swarm is what the specs say. */
    void checkConverged() {
        Image truth = world.truth.image();
        for (SimManager manager : world.managers) {
            if (manager.image().index() != truth.index()) {
                throw new Violation(
                        manager.id + " is at entry " + manager.image().index() + " of " + truth.index());
            }
            world.truth.check(manager.id, manager.image());
        }
        Map<TaskId, NodeId> alive = new HashMap<>();
        for (SimWorker worker : world.workers) {
            worker.live().keySet().forEach(task -> alive.put(task.id(), worker.id));
        }
        for (Service service : truth.services()) {
            UpdateStatus update = service.updateStatus();
            if (service.pendingDelete()) {
                throw new Violation(service.name() + " is not removed");
            }
            if (update != null
                    && (update.state() == UpdateStatus.State.UPDATING
                            || update.state() == UpdateStatus.State.ROLLBACK_STARTED)) {
                throw new Violation(service.name() + " is still updating: " + update);
            }
            List<Task> wanted = truth.tasksOf(service.id()).stream()
                    .filter(task -> !task.desiredState().isAfter(TaskState.COMPLETE))
                    .toList();
            long slots = wanted.stream()
                    .map(task -> task.slot() == 0 ? String.valueOf(task.nodeId()) : Long.toString(task.slot()))
                    .distinct()
                    .count();
            boolean paused = update != null
                    && (update.state() == UpdateStatus.State.PAUSED
                            || update.state() == UpdateStatus.State.ROLLBACK_PAUSED);
            if (slots != world.expectedTasks(service) || (wanted.size() > slots && !paused)) {
                throw new Violation(service.name() + " has " + wanted.size() + " tasks in " + slots + " slots of "
                        + world.expectedTasks(service));
            }
            for (Task task : wanted) {
                if (!alive.containsKey(task.id())) {
                    throw new Violation("task " + task.id() + " of " + service.name() + " does not run: " + task);
                }
            }
            wanted.forEach(task -> alive.remove(task.id()));
        }
        if (!alive.isEmpty()) {
            throw new Violation("containers are left over: " + alive);
        }
    }
}
