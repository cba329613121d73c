package io.priok.agent;

import io.priok.agent.Container.Phase;
import io.priok.agent.Engine.Found;
import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.TaskSpec;
import io.priok.message.Assignments;
import io.priok.message.Queues;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.message.TaskAssignment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of this node. Decides which news of a message is news at all: messages may come late, twice and out of order.
 *
 * <p>A task's record holds where its newest news came from; a forgotten task leaves a tombstone with the same, until a complete
 * set that is newer makes it needless. Lock order: this table, then a runner, then journal and reporter.
 */
final class TaskTable {
    private static final System.Logger LOG = System.getLogger(TaskTable.class.getName());
    /** More than a node forgets between two complete sets. */
    private static final int TOMBSTONES = 10_000;
    /** How long the managers have to say what is to run on a host that has come back, before it goes by its journal. */
    static final Duration HOLD = Duration.ofSeconds(10);

    private final Engine engine;
    private final Journal journal;
    private final Executor pool;
    private final Timers timers;
    private final InstantSource clock;
    private final Consumer<TaskObservation> report;

    private final StartGate gate = new StartGate();
    private final Map<TaskId, TaskRunner> runners = new LinkedHashMap<>();
    private final Map<TaskId, News> tombstones = new LinkedHashMap<>();
    private final Map<Integer, News> completed = new HashMap<>();

    TaskTable(
            Engine engine,
            Journal journal,
            Executor pool,
            Timers timers,
            InstantSource clock,
            Consumer<TaskObservation> report) {
        this.engine = engine;
        this.journal = journal;
        this.pool = pool;
        this.timers = timers;
        this.clock = clock;
        this.report = report;
    }

    /** Takes up what the journal kept; nothing is stepped before the first comparison with the engine. */
    synchronized void load() {
        Journal.Contents contents = journal.load();
        if (!contents.tasks().isEmpty()) {
            gate.shut();
        }
        contents.tasks().forEach(task -> add(TaskLife.reloaded(task)));
        contents.forgotten().forEach(forgotten -> tombstones.put(forgotten.task(), forgotten.news()));
        contents.completed().forEach(complete -> completed.put(complete.shard(), complete.news()));
    }

    /** The engine is there, or there again: what does not run is started when the managers have said so, or after a while. */
    void hold() {
        int shutting;
        synchronized (this) {
            if (runners.isEmpty()) {
                return;
            }
            shutting = gate.shut();
        }
        timers.after(HOLD, () -> {
            if (gate.openAll(shutting)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "PRIOK0213W: no manager has said what is to run here; tasks go on");
                all().forEach(TaskRunner::poke);
            }
        });
    }

    /** Takes in a leader's message; the caller syncs the journal. */
    synchronized void take(Assignments message) {
        News news = new News(message.term(), message.index());
        if (news.isOlderThan(completed.getOrDefault(message.shard(), News.NONE))) {
            LOG.log(System.Logger.Level.INFO, "PRIOK0210I: assignments from index " + message.index() + " came late");
            return;
        }
        message.tasks().forEach(assignment -> take(assignment, news));
        if (message.complete()) {
            complete(message, news);
        }
    }

    private void take(TaskAssignment assignment, News news) {
        TaskId id = assignment.task().id();
        TaskRunner runner = runners.get(id);
        if (runner != null) {
            runner.change(task -> isNews(task, assignment, news) ? task.told(assignment, news) : task);
            report.accept(runner.task().observation());
            return;
        }
        News forgotten = tombstones.get(id);
        if (forgotten != null && !forgotten.isOlderThan(news)) {
            return;
        }
        if (assignment.remove()) {
            bury(id, news);
            return;
        }
        TaskRecord task = TaskRecord.assigned(assignment, news);
        journal.put(task);
        add(task).poke();
    }

    private static boolean isNews(TaskRecord task, TaskAssignment assignment, News news) {
        return !news.isOlderThan(task.news())
                && !task.assignment().remove()
                && (assignment.remove()
                        || assignment.task().version() >= task.task().version());
    }

    private void complete(Assignments message, News news) {
        int shard = message.shard();
        completed.put(shard, news);
        journal.complete(shard, news);
        Set<TaskId> named =
                message.tasks().stream().map(a -> a.task().id()).collect(Collectors.toCollection(HashSet::new));
        for (TaskRunner runner : List.copyOf(runners.values())) {
            TaskId id = runner.id();
            if (Queues.shardOf(id) == shard && !named.contains(id)) {
                remove(runner, news);
            }
        }
        if (gate.open(shard)) {
            runners.values().stream()
                    .filter(runner -> Queues.shardOf(runner.id()) == shard)
                    .forEach(TaskRunner::poke);
        }
        tombstones
                .entrySet()
                .removeIf(grave -> Queues.shardOf(grave.getKey()) == shard
                        && grave.getValue().isOlderThan(news));
    }

    private static void remove(TaskRunner runner, News news) {
        runner.change(task -> task.assignment().remove() || news.isOlderThan(task.news()) ? task : task.removed(news));
    }

    /** The node leaves its swarm: everything goes. */
    synchronized void removeAll() {
        List.copyOf(runners.values()).forEach(runner -> remove(runner, new News(Long.MAX_VALUE, 0)));
    }

    synchronized void clear() {
        tombstones.clear();
        completed.clear();
        journal.clear();
    }

    synchronized boolean isEmpty() {
        return runners.isEmpty();
    }

    /**
     * Compares with what the engine has, and sees to it that all tasks are stepped.
     *
     * @return true when there were containers of tasks that were not known
     */
    boolean reconcile(NodeId node, List<Found> containers) {
        Map<TaskId, Found> found =
                containers.stream().collect(Collectors.toMap(Found::task, f -> f, (first, second) -> first));
        boolean adopted = false;
        List<TaskRunner> known = all();
        for (TaskRunner runner : known) {
            Found container = found.remove(runner.id());
            boolean runs = container != null && container.phase() == Phase.RUNNING;
            runner.change(task -> task.container().phase() == Phase.RUNNING && !runs ? TaskLife.uncertain(task) : task);
            runner.hurry();
        }
        for (Found orphan : found.values()) {
            adopted |= adopt(node, orphan);
        }
        return adopted;
    }

    /** A container without a record: kept as it is, until the complete set says what is to become of it. */
    private synchronized boolean adopt(NodeId node, Found orphan) {
        if (runners.containsKey(orphan.task()) || tombstones.containsKey(orphan.task())) {
            return false;
        }
        LOG.log(System.Logger.Level.INFO, "PRIOK0211I: found the container of task {0}", orphan.task());
        Instant now = clock.instant();
        TaskStatus status = TaskStatus.of(TaskState.READY, now, "prepared");
        Task task = new Task(
                orphan.task(),
                Meta.created(now),
                new ServiceId(orphan.serviceId()),
                orphan.serviceName(),
                Map.of(),
                0,
                node,
                TaskSpec.EMPTY,
                0,
                TaskState.READY,
                status,
                null,
                0,
                List.of());
        Container container = Container.NONE.named(orphan.container()).in(Phase.UNKNOWN);
        add(new TaskRecord(
                        new TaskAssignment(task, "", false), News.NONE, status, container, TaskRecord.Pull.NONE, null))
                .poke();
        return true;
    }

    synchronized Optional<TaskRunner> find(TaskId id) {
        return Optional.ofNullable(runners.get(id));
    }

    synchronized List<TaskRunner> all() {
        return List.copyOf(runners.values());
    }

    List<TaskObservation> observations() {
        List<TaskObservation> observations = new ArrayList<>();
        all().forEach(runner -> observations.add(runner.task().observation()));
        return observations;
    }

    private TaskRunner add(TaskRecord task) {
        TaskRunner runner = new TaskRunner(task, engine, pool, timers, clock, new Surroundings());
        runners.put(task.id(), runner);
        return runner;
    }

    private void bury(TaskId id, News news) {
        tombstones.put(id, news);
        if (tombstones.size() > TOMBSTONES) {
            tombstones.remove(tombstones.keySet().iterator().next());
        }
        journal.forget(id, news);
    }

    private final class Surroundings implements TaskRunner.Surroundings {
        @Override
        public void changed(TaskRecord before, TaskRecord after) {
            journal.put(after);
            TaskState was = before.state();
            if (after.state() != was) {
                log(after);
                report.accept(after.observation());
            }
        }

        @Override
        public boolean mayStart(TaskId task) {
            return gate.isOpen(task);
        }

        @Override
        public void forgotten(TaskRecord task) {
            synchronized (TaskTable.this) {
                runners.remove(task.id());
                bury(task.id(), task.news());
            }
        }

        private void log(TaskRecord task) {
            @Nullable String err = task.status().err();
            LOG.log(
                    System.Logger.Level.INFO,
                    "PRIOK0212I: task {0} of service {1} is {2}: {3} {4}",
                    task.id(),
                    task.task().serviceName(),
                    task.state(),
                    task.status().message(),
                    err);
        }
    }
}
