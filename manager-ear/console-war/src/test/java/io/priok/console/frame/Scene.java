package io.priok.console.frame;

import io.priok.control.command.Author;
import io.priok.control.command.Created;
import io.priok.control.command.ServiceCommands;
import io.priok.control.spec.ConstraintGrammar;
import io.priok.domain.AgentId;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.ServiceSpec;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.json.Json;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster for the screens' tests: grows by commands and changes, seen at a fixed moment. */
public final class Scene {
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Map<TaskId, TaskStatus> reported = new HashMap<>();
    private int ids;
    public final Author author = new Author(() -> String.format("id%023d", ++ids), InstantSource.fixed(NOW));
    public final ServiceCommands services = new ServiceCommands(author, new ConstraintGrammar());
    private Image image = Image.empty();
    private Standing standing = Standing.SERVING;

    public Image image() {
        return image;
    }

    public Snapshot snapshot() {
        return new Snapshot(image, new Reported(reported), standing, new NodeId("h1"), NOW);
    }

    public Scene leaderless() {
        standing = new Standing(Standing.Kind.LEADERLESS, "no leader", "too few managers", List.of());
        return this;
    }

    public Outcome apply(Transaction transaction) {
        var application = image.apply(image.index() + 1, transaction);
        image = application.image();
        return application.outcome();
    }

    public void put(Change... changes) {
        apply(new Transaction(
                "put" + image.index(), 0, "test", NOW.minusSeconds(1_000 - image.index()), List.of(changes)));
    }

    public void elect(String node) {
        put(new Change.Elect(image.term() + 1, new NodeId(node)));
    }

    public Node node(String id, boolean manager, NodeState state, NodeSpec.Availability availability) {
        Node node = new Node(
                new NodeId(id),
                Meta.created(NOW.minusSeconds(7_200)),
                new NodeSpec("", Map.of(), manager ? NodeSpec.Role.MANAGER : NodeSpec.Role.WORKER, availability),
                new AgentId("agent-" + id),
                new NodeDescription(
                        id,
                        new Platform("x86_64", "linux"),
                        new Resources(2_000_000_000L, 4L << 30, 0, List.of()),
                        new NodeDescription.Engine("20.10.24", Map.of(), List.of())),
                new NodeStatus(state, state == NodeState.DOWN ? "heartbeat failure" : "", "10.0.0.1"),
                manager ? new ManagerEndpoint("10.0.0.1:2377", 7947, 7946, 1, 1) : null,
                manager ? 1 : 0);
        put(Change.create(node));
        return image.node(node.id()).orElseThrow();
    }

    /** @param more further members of the spec, with a leading comma */
    public Service service(String name, String more) {
        ServiceSpec spec = Json.read(
                "{\"Name\":\"" + name + "\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1@sha256:"
                        + "0".repeat(64) + "\"}}" + more + "}",
                ServiceSpec.class);
        Created created = services.create(image, spec);
        apply(created.transaction());
        return image.service(new ServiceId(created.id())).orElseThrow();
    }

    /** @param node empty for none */
    public Task task(Service service, long slot, String node, TaskState desired, TaskStatus status) {
        Task task = new Task(
                new TaskId(String.format("t%024d", ++ids)),
                Meta.created(NOW.minusSeconds(1_000L - ids)),
                service.id(),
                service.name(),
                Map.of(),
                slot,
                node.isEmpty() ? null : new NodeId(node),
                service.spec().taskTemplate(),
                service.specVersion(),
                desired,
                status,
                null,
                0,
                List.of());
        put(Change.create(task));
        return image.task(task.id()).orElseThrow();
    }

    public Task running(Service service, long slot, String node) {
        return task(service, slot, node, TaskState.RUNNING, status(TaskState.RUNNING, ""));
    }

    public void report(Task task, TaskStatus status) {
        reported.put(task.id(), status);
    }

    public static TaskStatus status(TaskState state, String err) {
        return TaskStatus.of(state, NOW.minusSeconds(30), state == TaskState.RUNNING ? "started" : "")
                .withErr(err);
    }

    private record Reported(Map<TaskId, TaskStatus> statuses) implements SeenState {
        @Override
        public Optional<TaskStatus> task(TaskId id) {
            return Optional.ofNullable(statuses.get(id));
        }

        @Override
        public Optional<Pulse> pulse(NodeId id) {
            return Optional.empty();
        }
    }
}
