package io.priok.simulation;

import io.priok.core.World;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Service;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.ServiceMode;
import io.priok.image.Image;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One run: a swarm with its users and its bad luck for a while, and then time to come to rest. */
final class Simulation {
    /** What a worker says, as it lies in the replicated cache, with the manager that took it. */
    record Mail(NodeId node, NodeId via, String session, boolean full, List<TaskObservation> tasks) {}

    private static final long TROUBLE_MILLIS = 60_000;
    private static final long REST_MILLIS = 60_000;

    final Clockwork clock;
    final Guards guards;
    final Invariants invariants;
    final SimLog log;
    final List<SimManager> managers = new ArrayList<>();
    final List<SimWorker> workers = new ArrayList<>();
    final List<Mail> inbox = new ArrayList<>();
    private final Users users;
    private boolean faulty = true;
    private long ids;

    Simulation(long seed, Guards guards) {
        this.clock = new Clockwork(seed);
        this.guards = guards;
        this.invariants = new Invariants(this);
        this.log = new SimLog(guards, invariants);
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
                4789)));
        for (int i = 1; i <= 3; i++) {
            SimManager manager = new SimManager(new NodeId("m" + i), this);
            managers.add(manager);
            founding.add(Change.create(World.node("m" + i)
                    .withSpec(new NodeSpec("", Map.of(), NodeSpec.Role.MANAGER, Availability.ACTIVE))
                    .withManager(new ManagerEndpoint("m" + i + ":2377", 1, 2, 1))));
            workers.add(new SimWorker(manager.id, this, manager));
        }
        for (int i = 1; i <= nodes; i++) {
            founding.add(Change.create(World.node("w" + i)));
            workers.add(new SimWorker(new NodeId("w" + i), this, null));
        }
        log.append(new Transaction(newId(), 0, "founder", clock.now(), founding));
    }

    /** Throws a {@link Violation} when an invariant does not hold. */
    void run() {
        workers.forEach(SimWorker::start);
        watchOverLeadership();
        Faults faults = new Faults(this);
        faults.plan();
        users.act();
        clock.runUntil(TROUBLE_MILLIS, () -> {});
        faulty = false;
        faults.mend();
        users.openAllNodes();
        clock.runUntil(TROUBLE_MILLIS + REST_MILLIS, () -> {});
        invariants.checkConverged();
    }

    boolean faulty() {
        return faulty;
    }

    String newId() {
        return String.format("x%06d", ++ids);
    }

    boolean hasMajority() {
        return managers.stream()
                        .filter(manager -> manager.up && !manager.cutFromPeers)
                        .count()
                >= 2;
    }

    boolean anyOtherUp(SimManager manager) {
        return managers.stream().anyMatch(other -> other != manager && other.up);
    }

    /** Puts an entry into the log. Its author may take it for lost and have it sent again, much later. */
    long append(Transaction transaction) {
        long index = log.append(transaction);
        if (faulty && clock.chance(0.08)) {
            clock.in(clock.between(1, 4000), () -> {
                log.append(transaction);
                managers.forEach(SimManager::wake);
            });
        }
        managers.forEach(SimManager::wake);
        return index;
    }

    /** Of the managers that can, one leads; sometimes another takes over though nothing is wrong. */
    private void watchOverLeadership() {
        List<SimManager> able = managers.stream().filter(SimManager::canCommit).toList();
        boolean led = able.stream()
                .anyMatch(manager -> manager.leads()
                        && manager.id.equals(log.truth().leader().orElse(null)));
        boolean whim = faulty && clock.chance(0.05);
        if (!able.isEmpty() && (!led || whim)) {
            able.get(clock.below(able.size())).runForLeader();
        }
        managers.stream()
                .filter(manager -> manager.leads() && !manager.canCommit() && clock.chance(0.05))
                .forEach(SimManager::stepDown);
        managers.forEach(SimManager::wake);
        clock.in(clock.between(300, 700), this::watchOverLeadership);
    }

    /** A host joins. */
    void join(NodeId id) {
        append(new Transaction(
                newId(),
                0,
                "join",
                clock.now(),
                List.of(Change.create(World.node(id.value()).withStatus(new NodeStatus(NodeState.UNKNOWN, "", ""))))));
        SimWorker worker = new SimWorker(id, this, null);
        workers.add(worker);
        worker.start();
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

    private static boolean reaches(SimManager from, SimManager via) {
        return from == via || (!from.cutFromPeers && via.serves());
    }

    /** By the manager that the agent is connected to when it speaks. */
    void toManagers(SimWorker from, boolean full, String session, List<TaskObservation> tasks) {
        SimManager via = from.via;
        carry(from, () -> !via.serves(), () -> {
            inbox.add(new Mail(from.id, via.id, session, full, tasks));
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
        Image truth = log.truth();
        if (service.spec().mode() instanceof ServiceMode.Replicated replicated) {
            return replicated.replicas();
        }
        return truth.nodes().stream()
                .filter(node -> node.status().state() == NodeState.READY
                        && node.spec().availabilityOrActive() == Availability.ACTIVE)
                .count();
    }
}
