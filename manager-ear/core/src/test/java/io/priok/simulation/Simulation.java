package io.priok.simulation;

import io.priok.core.World;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Service;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.ServiceMode;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One run: a swarm with its users and its bad luck for a while, and then time to come to rest. */
final class Simulation {
    /** What a worker says, as it lies in the replicated cache, with the manager that took it. */
    record Mail(NodeId node, NodeId via, String session, boolean full, List<TaskObservation> tasks) {}

    private static final long TROUBLE_MILLIS = 60_000;
    private static final long REST_MILLIS = 90_000;
    /** Until then a write that a user sent before may come to be applied. */
    private static final long LATE_WRITES_MILLIS = 15_000;

    private static final long LOOK_MILLIS = 5_000;

    final Clockwork clock;
    final Guards guards;
    final Invariants invariants;
    final Truth truth;
    final SimNetwork network = new SimNetwork(this);
    final SimLock lock = new SimLock(this);
    final List<SimManager> managers = new ArrayList<>();
    final List<SimWorker> workers = new ArrayList<>();
    final List<Mail> inbox = new ArrayList<>();
    final Queue<Mail> forLeader = new ArrayDeque<>();
    private final Users users;
    private boolean faulty = true;
    private long ids;

    Simulation(long seed, Guards guards) {
        this.clock = new Clockwork(seed);
        this.guards = guards;
        this.invariants = new Invariants(this);
        this.truth = new Truth(guards, invariants);
        this.users = new Users(this);
        int nodes = 1 + clock.below(4);
        List<Change> founding = new ArrayList<>();
        founding.add(Change.create(new Cluster(
                new ClusterId("cluster"),
                Meta.created(clock.now()),
                ClusterSpec.defaults(),
                new JoinTokens("w", "m"),
                List.of(),
                24,
                4789,
                false,
                1)));
        int size = clock.pick(List.of(1, 3, 3, 3, 3, 5));
        for (int i = 1; i <= size; i++) {
            SimManager manager = new SimManager(new NodeId("m" + i), this);
            managers.add(manager);
            founding.add(Change.create(World.node("m" + i)
                    .withSpec(new NodeSpec("", Map.of(), NodeSpec.Role.MANAGER, Availability.ACTIVE))
                    .withManager(new ManagerEndpoint("m" + i + ":2377", 1, 2, 1, 1))));
            workers.add(new SimWorker(manager.id, this, manager));
        }
        for (int i = 1; i <= nodes; i++) {
            founding.add(Change.create(World.node("w" + i)));
            workers.add(new SimWorker(new NodeId("w" + i), this, null));
        }
        LogEntry first = new LogEntry(0, new Transaction(newId(), 0, "founder", clock.now(), founding));
        for (SimManager manager : managers) {
            manager.replica.disk.append(first);
            manager.replica.disk.force(manager.replica.disk.mark());
        }
        truth.committed(managers.get(0).id, 1, first);
    }

    /** Throws a {@link Violation} when an invariant does not hold. */
    void run() {
        managers.forEach(SimManager::start);
        workers.forEach(SimWorker::start);
        Faults faults = new Faults(this);
        faults.plan();
        users.act();
        clock.runUntil(TROUBLE_MILLIS, () -> {});
        faulty = false;
        faults.mend();
        users.openAllNodes();
        clock.in(LATE_WRITES_MILLIS, users::openAllNodes);
        long end = TROUBLE_MILLIS + LATE_WRITES_MILLIS;
        do {
            end += LOOK_MILLIS;
            clock.runUntil(end, () -> {});
        } while (end < TROUBLE_MILLIS + REST_MILLIS && !isConverged());
        invariants.checkConverged();
    }

    private boolean isConverged() {
        try {
            invariants.checkConverged();
            return true;
        } catch (Violation notYet) {
            return false;
        }
    }

    boolean faulty() {
        return faulty;
    }

    String newId() {
        return String.format("x%06d", ++ids);
    }

    boolean anyOtherUp(SimManager manager) {
        return managers.stream().anyMatch(other -> other != manager && other.up);
    }

    /** Until it is in the log, through one manager after another. */
    void insist(Transaction transaction, Runnable done) {
        Insistence insistence = new Insistence(transaction, done);
        insistence.go();
    }

    private final class Insistence implements Submission.Author {
        private final Transaction transaction;
        private final Runnable then;
        private boolean settled;

        Insistence(Transaction transaction, Runnable then) {
            this.transaction = transaction;
            this.then = then;
        }

        void go() {
            if (!settled) {
                SimManager manager = clock.pick(managers);
                manager.in(0, () -> manager.submit(transaction, this));
                clock.in(4000, this::go);
            }
        }

        @Override
        public void done(long index, Outcome outcome) {
            if (!settled) {
                settled = true;
                then.run();
            }
        }

        @Override
        public void failed(boolean certainlyNot) {
            // The next try is under way.
        }
    }

    /** A host joins. */
    void join(NodeId id) {
        Node node = World.node(id.value()).withStatus(new NodeStatus(NodeState.UNKNOWN, "", ""));
        insist(new Transaction(newId(), 0, "join", clock.now(), List.of(Change.create(node))), () -> {
            SimWorker worker = new SimWorker(id, this, null);
            workers.add(worker);
            worker.start();
        });
    }

    SimWorker workerOn(NodeId node) {
        return workers.stream()
                .filter(worker -> worker.id.equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** From the leader's broker, and where the agent is connected to another manager's, over that one's. */
    void toWorker(SimManager from, NodeId to, Consumer<SimWorker> delivery) {
        for (SimWorker worker : workers) {
            if (worker.id.equals(to)) {
                carry(worker, () -> from.cutFromWorkers || !reaches(from, worker.via), () -> delivery.accept(worker));
            }
        }
    }

    private boolean reaches(SimManager from, SimManager via) {
        return from == via || (network.isOpen(from, via) && via.serves());
    }

    /** By the manager that the agent is connected to when it speaks. */
    void toManagers(SimWorker from, boolean full, String session, List<TaskObservation> tasks) {
        SimManager via = from.via;
        carry(from, () -> !via.serves(), () -> {
            Mail mail = new Mail(from.id, via.id, session, full, tasks);
            inbox.add(mail);
            if (full) {
                forLeader.add(mail);
            }
            managers.forEach(SimManager::wake);
        });
    }

    /** Messages are lost, doubled, late and out of order. A loss is a broken connection, after which the agent connects anew. */
    private void carry(SimWorker worker, BooleanSupplier cut, Runnable delivery) {
        int copies = faulty && clock.chance(0.03) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = clock.between(1, 20);
            if (faulty && clock.chance(0.08)) {
                delay = clock.between(20, 6000);
            }
            boolean lost = faulty && clock.chance(0.02);
            clock.in(delay, () -> {
                if (lost || worker.cut || !worker.up || cut.getAsBoolean()) {
                    connectAnew(worker);
                } else {
                    delivery.run();
                }
            });
        }
    }

    private void connectAnew(SimWorker worker) {
        if (worker.connecting) {
            return;
        }
        worker.connecting = true;
        clock.in(clock.between(200, 1500), () -> {
            worker.connecting = false;
            if (worker.cut || !worker.findManager()) {
                connectAnew(worker);
            } else {
                worker.reconnect();
            }
        });
    }

    long expectedTasks(Service service) {
        if (service.spec().mode() instanceof ServiceMode.Replicated replicated) {
            return replicated.replicas();
        }
        return truth.image().nodes().stream()
                .filter(node -> node.status().state() == NodeState.READY
                        && node.spec().availabilityOrActive() == Availability.ACTIVE)
                .count();
    }
}
