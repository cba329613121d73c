package io.priok.core;

import io.priok.core.pass.Decision;
import io.priok.core.pass.Pass;
import io.priok.core.pass.View;
import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeDescription.Engine;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.EndpointSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.domain.spec.UpdateConfig;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.image.Transition;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A small swarm for tests: an image, what is seen, and a clock that the test moves. */
public final class World implements SeenState {
    public Instant now = Instant.parse("2026-01-01T00:00:00Z");
    public Image image = Image.empty();
    public Optional<Instant> wakeAt = Optional.empty();
    public List<Transition> lastTransitions = List.of();
    private final Map<TaskId, TaskStatus> seen = new HashMap<>();
    private final Pass pass = new Pass();
    private int ids;

    public World() {
        put(new Cluster(
                new ClusterId("cluster"),
                Meta.created(now),
                ClusterSpec.defaults(),
                new JoinTokens("w", "m"),
                List.of(),
                24,
                4789,
                false,
                1));
    }

    public static World withNodes(int count) {
        World world = new World();
        for (int i = 1; i <= count; i++) {
            world.put(node("n" + i));
        }
        return world;
    }

    public static Node node(String name) {
        return new Node(
                new NodeId(name),
                Meta.created(Instant.EPOCH),
                new NodeSpec("", Map.of(), Role.WORKER, Availability.ACTIVE),
                new AgentId("agent-" + name),
                new NodeDescription(
                        name + "-host",
                        new Platform("x86_64", "linux"),
                        new Resources(4_000_000_000L, 8L << 30, 0, List.of()),
                        new Engine("20.10.24", Map.of(), List.of())),
                new NodeStatus(NodeState.READY, "", "10.0.0.1"),
                null,
                0);
    }

    public static TaskSpec taskSpec(String image) {
        return TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of(image));
    }

    public static ServiceSpec spec(String name, ServiceMode mode) {
        return new ServiceSpec(name, Map.of(), taskSpec("nginx:1"), mode, null, null, List.of(), null);
    }

    public static ServiceSpec replicated(String name, long replicas) {
        return spec(name, new ServiceMode.Replicated(replicas));
    }

    public static ServiceSpec withUpdate(ServiceSpec spec, UpdateConfig update, UpdateConfig rollback) {
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                spec.taskTemplate(),
                spec.mode(),
                update,
                rollback,
                spec.networks(),
                spec.endpointSpec());
    }

    public static ServiceSpec publishing(ServiceSpec spec, PortConfig... ports) {
        return spec.withEndpointSpec(new EndpointSpec("", List.of(ports)));
    }

    public Service create(ServiceSpec spec) {
        Service service = new Service(
                new ServiceId("s-" + spec.name()),
                Meta.created(now),
                spec,
                image.index() + 1,
                null,
                0,
                null,
                List.of(),
                false,
                null);
        put(service);
        return service(spec.name());
    }

    public void update(String name, UnaryOperator<ServiceSpec> change) {
        Service service = service(name);
        put(service.withUpdatedSpec(change.apply(service.spec()), image.index() + 1));
    }

    public void put(StateObject object) {
        boolean present = image.object(object.id()).isPresent();
        commit(List.of(present ? new Change.Put(object, Change.ANY) : Change.create(object)));
    }

    public void remove(StateObject object) {
        commit(List.of(new Change.Remove(object.id(), Change.ANY)));
    }

    public Service service(String name) {
        return image.serviceNamed(name).orElseThrow();
    }

    public Node node(int number) {
        return image.node(new NodeId("n" + number)).orElseThrow();
    }

    public void availability(int node, Availability availability) {
        Node old = node(node);
        put(old.withSpec(
                new NodeSpec(old.spec().name(), old.spec().labels(), old.spec().role(), availability)));
    }

    public void label(int node, String key, String value) {
        Node old = node(node);
        put(old.withSpec(new NodeSpec(
                "", Map.of(key, value), old.spec().role(), old.spec().availability())));
    }

    public void down(int node) {
        put(node(node).withStatus(new NodeStatus(NodeState.DOWN, "heartbeat failure", "10.0.0.1")));
    }

    public void ready(int node) {
        put(node(node).withStatus(new NodeStatus(NodeState.READY, "", "10.0.0.1")));
    }

    /** Runs passes until one decides nothing; fails when that does not happen. */
    public void settle() {
        for (int i = 0; i < 50; i++) {
            if (!pass()) {
                return;
            }
        }
        throw new AssertionError("the passes do not come to rest");
    }

    /** One pass; true when it decided something. */
    public boolean pass() {
        Decision decision = decide();
        wakeAt = decision.wakeAt();
        if (!decision.isEmpty()) {
            commit(decision.changes());
        }
        return !decision.isEmpty();
    }

    public Decision decide() {
        return pass.decide(new View(image, this, Map.of(), now, () -> String.format("t%04d", ++ids)));
    }

    public void commit(List<Change> changes) {
        Transaction transaction = new Transaction("tx" + image.index(), 0, "test", now, changes);
        Application application = image.apply(image.index() + 1, transaction);
        if (!(application.outcome() instanceof Outcome.Applied)) {
            throw new AssertionError(application.outcome());
        }
        image = application.image();
        lastTransitions = application.transitions();
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    public void report(Task task, TaskState state) {
        seen.put(task.id(), TaskStatus.of(state, now, state.name().toLowerCase(java.util.Locale.ROOT)));
    }

    /** Workers do as they are told, at once: what is wanted runs, what is not has ended. */
    public void obey() {
        for (Task task : image.tasks()) {
            Node node = task.nodeId() == null ? null : image.node(task.nodeId()).orElse(null);
            boolean reachable = node != null && node.status().state() != NodeState.DOWN;
            if (!reachable || of(task).state().isTerminal() || task.status().state() == TaskState.PENDING) {
                continue;
            }
            TaskState goal = task.desiredState();
            report(task, goal.isAfter(TaskState.COMPLETE) ? TaskState.SHUTDOWN : goal);
        }
    }

    /** Passes and obedience in turn until nothing changes. */
    public void converge() {
        for (int i = 0; i < 30; i++) {
            boolean decided = pass();
            obey();
            if (!decided && !pass()) {
                return;
            }
        }
        throw new AssertionError("the swarm does not come to rest");
    }

    /** Like {@link #converge}, but moves the clock on to each moment a pass asks for, within a bound. */
    public void convergeWithin(Duration most) {
        Instant end = now.plus(most);
        converge();
        while (wakeAt.isPresent() && !wakeAt.get().isAfter(end)) {
            now = wakeAt.get().isAfter(now) ? wakeAt.get() : now;
            converge();
        }
    }

    public List<Task> tasks(String service) {
        return image.tasksOf(service(service).id()).stream()
                .sorted(Comparator.comparing((Task task) -> task.meta().createdAt())
                        .thenComparing(task -> task.id().value()))
                .toList();
    }

    public List<Task> wanted(String service) {
        return tasks(service).stream()
                .filter(task -> !task.desiredState().isAfter(TaskState.COMPLETE))
                .toList();
    }

    public List<Task> running(String service) {
        List<Task> running = new ArrayList<>(wanted(service));
        running.removeIf(task -> of(task).state() != TaskState.RUNNING);
        return running;
    }

    @Override
    public Optional<TaskStatus> task(TaskId id) {
        return Optional.ofNullable(seen.get(id));
    }

    @Override
    public Optional<SeenState.Pulse> pulse(NodeId id) {
        return Optional.empty();
    }
}
