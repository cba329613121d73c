package io.priok.simulation;

import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.message.Assignments;
import io.priok.message.Queues;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.message.TaskAssignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host with its agent and its engine, as small as can be. On its disk: the highest term, the newest news of each task, and how
 * far each task got; this outlives crashes. Containers outlive the agent, but not the host or the engine.
 */
final class SimWorker {
    /** What the disk and the engine hold of a task. */
    private static final class Held {
        Task task;
        long index;
        TaskStatus status;
        boolean removed;
        boolean live;
        boolean started;
        boolean busy;

        Held(Task task, long index, TaskStatus status) {
            this.task = task;
            this.index = index;
            this.status = status;
        }
    }

    /** Longer than a leader is silent. */
    private static final long SILENCE = 35_000;

    final NodeId id;
    private final Simulation world;
    private final Map<String, Held> disk = new TreeMap<>();
    private final BitSet unanswered = new BitSet(Queues.SHARDS);
    private final long[] completeIndex = new long[Queues.SHARDS];
    private final long clockSkew;
    private long highestTerm;
    private long heard;
    private long askAgain;
    private String session;
    private int life;

    /** The manager on the same host, to which alone the agent connects; none on a worker's host. */
    private final SimManager home;
    /** The manager that the agent is connected to. */
    SimManager via;

    boolean up = true;
    boolean cut;
    boolean connecting;

    SimWorker(NodeId id, Simulation world, SimManager home) {
        this.id = id;
        this.world = world;
        this.home = home;
        this.via = home == null ? world.clock.pick(world.managers) : home;
        this.clockSkew = world.clock.between(-1500, 1500);
        this.session = world.newId();
    }

    void start() {
        heartbeat(life);
        reconnect();
    }

    private void heartbeat(int born) {
        if (born == life && up) {
            world.toManagers(this, false, session, List.of());
            if (world.clock.millis() - heard > SILENCE || (!unanswered.isEmpty() && world.clock.millis() > askAgain)) {
                heard = world.clock.millis();
                report();
            }
            world.clock.in(world.clock.between(900, 1100), () -> heartbeat(born));
        }
    }

    /** A lost message is a broken connection; on a new one the agent says all it has. */
    void reconnect() {
        if (up) {
            report();
        }
    }

    boolean isManagers() {
        return home != null;
    }

    /** False when no manager answers; the one that the agent was connected to is tried first. */
    boolean findManager() {
        if (home != null || via.serves()) {
            return via.serves();
        }
        List<SimManager> serving =
                world.managers.stream().filter(SimManager::serves).toList();
        if (!serving.isEmpty()) {
            via = world.clock.pick(serving);
        }
        return !serving.isEmpty();
    }

    void reportNow(long term) {
        if (obeys(term)) {
            report();
        }
    }

    /** Is sent again until it is answered for all shards. */
    private void report() {
        unanswered.set(0, Queues.SHARDS);
        askAgain = world.clock.millis() + world.clock.between(1000, 5000);
        List<TaskObservation> all = new ArrayList<>();
        disk.values().forEach(held -> {
            if (!held.removed) {
                all.add(observation(held));
            }
        });
        world.toManagers(this, true, session, all);
    }

    private static TaskObservation observation(Held held) {
        return new TaskObservation(held.task.id(), held.task.name(), held.task.version(), held.status);
    }

    private boolean obeys(long term) {
        if (!up || !world.guards.workerAccepts(term, highestTerm)) {
            return false;
        }
        heard = world.clock.millis();
        if (term > highestTerm) {
            highestTerm = term;
            disk.values().forEach(held -> held.index = 0);
            disk.values().removeIf(held -> held.removed && !held.live);
            Arrays.fill(completeIndex, 0);
            report();
        }
        return true;
    }

    void receive(Assignments message) {
        if (!obeys(message.term())) {
            return;
        }
        if (message.complete() && message.index() < completeIndex[message.shard()]) {
            return;
        }
        for (TaskAssignment assignment : message.tasks()) {
            take(assignment, message.index(), message.shard());
        }
        if (message.complete()) {
            unanswered.clear(message.shard());
            completeIndex[message.shard()] = message.index();
            List<String> named = message.tasks().stream()
                    .map(each -> each.task().id().value())
                    .toList();
            disk.forEach((task, held) -> {
                boolean older = held.index <= message.index();
                if (older && shardOf(held) == message.shard() && !named.contains(task)) {
                    held.removed = true;
                }
            });
        }
        world.invariants.checkSlots();
        disk.values().forEach(this::proceed);
    }

    private void take(TaskAssignment assignment, long index, int shard) {
        Task task = assignment.task();
        Held held = disk.get(task.id().value());
        if (index < completeIndex[shard] || (held != null && (index <= held.index || held.removed))) {
            return;
        }
        if (held == null) {
            held = new Held(task, index, status(TaskState.ACCEPTED));
            disk.put(task.id().value(), held);
            tell(held);
        }
        held.task = task;
        held.index = index;
        held.removed = assignment.remove();
    }

    /** One thing at a time for each task; each takes its time. */
    private void proceed(Held held) {
        if (held.busy || !up) {
            return;
        }
        boolean stop = held.removed || held.task.desiredState().isAfter(TaskState.COMPLETE);
        if (held.status.state().isTerminal()) {
            return;
        }
        if (stop) {
            after(held, held.live ? world.clock.between(5, 900) : 1, () -> {
                if (!held.status.state().isTerminal()) {
                    world.invariants.stopped(id, held.task, held.live);
                    held.live = false;
                    advance(held, TaskState.SHUTDOWN);
                }
            });
            return;
        }
        TaskState next = switch (held.status.state()) {
            case ACCEPTED -> TaskState.PREPARING;
            case PREPARING -> TaskState.READY;
            case READY -> held.task.desiredState() == TaskState.READY ? null : TaskState.STARTING;
            case STARTING -> TaskState.RUNNING;
            default -> null;
        };
        if (next != null) {
            after(held, world.clock.between(1, next == TaskState.READY ? 700 : 40), () -> step(held, next));
        }
    }

    private void step(Held held, TaskState next) {
        boolean stop = held.removed || held.task.desiredState().isAfter(TaskState.COMPLETE);
        if (held.status.state().isTerminal() || stop) {
            return;
        }
        if (next == TaskState.READY && world.faulty() && world.clock.chance(0.03)) {
            advance(held, TaskState.REJECTED);
            return;
        }
        if (next == TaskState.STARTING) {
            if (held.started) {
                throw new Violation("task " + held.task.id() + " is started a second time");
            }
            held.started = true;
            held.live = true;
        }
        advance(held, next);
        if (next == TaskState.STARTING) {
            world.invariants.checkSlots();
        }
    }

    private void after(Held held, long delay, Runnable action) {
        held.busy = true;
        int born = life;
        world.clock.in(delay, () -> {
            if (born == life) {
                held.busy = false;
                action.run();
                proceed(held);
            }
        });
    }

    private void advance(Held held, TaskState state) {
        TaskStatus next = status(state);
        if (!next.state().isAfter(held.status.state())) {
            throw new Violation("task " + held.task.id() + " goes from " + held.status.state() + " to " + state);
        }
        held.status = next;
        tell(held);
    }

    private void tell(Held held) {
        world.toManagers(this, false, session, List.of(observation(held)));
    }

    private TaskStatus status(TaskState state) {
        return TaskStatus.of(state, world.clock.now().plusMillis(clockSkew), state.name());
    }

    /** A container dies by itself. */
    void failOne() {
        List<Held> running = disk.values().stream()
                .filter(held -> held.live && held.status.state() == TaskState.RUNNING)
                .toList();
        if (up && !running.isEmpty()) {
            Held held = running.get(world.clock.below(running.size()));
            held.live = false;
            advance(held, TaskState.FAILED);
        }
    }

    void crashHost() {
        up = false;
        restartAgent();
        disk.values().forEach(held -> held.live = false);
    }

    void bootHost() {
        up = true;
        findContainers();
        start();
        disk.values().forEach(this::proceed);
    }

    void restartEngine() {
        if (up) {
            disk.values().forEach(held -> held.live = false);
            findContainers();
        }
    }

    void restartAgent() {
        life++;
        session = world.newId();
        disk.values().forEach(held -> held.busy = false);
        if (up) {
            start();
            disk.values().forEach(this::proceed);
        }
    }

    /** After a start: tasks that had a container and have none now have failed. */
    private void findContainers() {
        for (Held held : disk.values()) {
            if (held.started && !held.live && !held.status.state().isTerminal()) {
                advance(held, TaskState.FAILED);
            }
        }
    }

    long completeIndexOf(TaskId task) {
        return completeIndex[Queues.shardOf(task)];
    }

    /** Tasks whose containers are alive; with them, whether the agent has been told to stop them. */
    Map<Task, Boolean> live() {
        Map<Task, Boolean> live = new LinkedHashMap<>();
        disk.values().stream()
                .filter(held -> held.live)
                .forEach(held -> live.put(
                        held.task, held.removed || held.task.desiredState().isAfter(TaskState.COMPLETE)));
        return live;
    }

    private static int shardOf(Held held) {
        return Queues.shardOf(held.task.id());
    }
}
