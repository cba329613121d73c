package io.priok.store;

import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.Config;
import io.priok.domain.ConfigId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Network;
import io.priok.domain.NetworkId;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.DataSpec;
import io.priok.domain.spec.NetworkSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A log of random entries, the same for the same seed: creations, updates, removals, elections, doubled and refused transactions,
 * and gaps in the indexes.
 */
public final class RandomHistory {
    /** One entry and what it did. */
    public record Step(long index, Transaction transaction, Application application) {}

    private final Random random;
    private Image image = Image.empty();
    private Instant now = Instant.parse("2026-01-01T00:00:00.000000001Z");
    private Transaction last = new Transaction("none", 0, "api", now, List.of());
    private int names;

    public RandomHistory(long seed) {
        random = new Random(seed);
    }

    public Image image() {
        return image;
    }

    public List<Step> steps(int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step());
        }
        return steps;
    }

    public Step step() {
        long index = image.index() + (random.nextInt(10) == 0 ? 3 : 1);
        now = now.plusNanos(random.nextInt(1_000_000_000));
        Transaction transaction = random.nextInt(20) == 0 ? last : transaction();
        last = transaction;
        Application application = image.apply(index, transaction);
        image = application.image();
        return new Step(index, transaction, application);
    }

    private Transaction transaction() {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            changes.add(change());
        }
        long term = random.nextInt(3) == 0 ? Math.max(0, image.term() - random.nextInt(2)) : 0;
        return new Transaction("tx" + names++ + "-" + random.nextLong(), term, term == 0 ? "api" : "n1", now, changes);
    }

    private Change change() {
        List<StateObject> present = image.objects();
        int dice = random.nextInt(10);
        if (dice == 0) {
            return new Change.Elect(image.term() + 1, new NodeId("node" + random.nextInt(3)));
        }
        if (dice < 5 || present.isEmpty()) {
            return Change.create(object(names++));
        }
        StateObject object = present.get(random.nextInt(present.size()));
        long expected = random.nextInt(20) == 0 ? object.version() + 1 : Change.ANY;
        return dice < 8
                ? new Change.Put(changed(object), expected)
                : new Change.Remove(object.id(), random.nextBoolean() ? Change.ANY : object.version());
    }

    private StateObject changed(StateObject object) {
        if (object instanceof Task task) {
            return task.withStatus(status())
                    .withDesiredState(TaskState.SHUTDOWN)
                    .startingAt(now);
        }
        if (object instanceof Node node) {
            return node.withStatus(new NodeStatus(NodeState.DOWN, "heartbeat \"failure\"", "10.0.0.1"));
        }
        if (object instanceof Service service) {
            return service.withUpdateStatus(
                    new UpdateStatus(UpdateStatus.State.ROLLBACK_STARTED, now, null, "task ‘x’ failed\n"));
        }
        return object;
    }

    /** Names may clash on purpose: then the transaction is refused. */
    private StateObject object(int number) {
        Meta meta = Meta.created(now);
        String name = "name" + (random.nextInt(10) == 0 ? random.nextInt(20) : number);
        String id = "id" + number;
        return switch (random.nextInt(7)) {
            case 0 ->
                new Cluster(
                        new ClusterId(id),
                        meta,
                        ClusterSpec.defaults(),
                        new JoinTokens("SWMTKN-1-w" + number, "SWMTKN-1-m" + number),
                        List.of("10.0.0.0/8"),
                        24,
                        4789,
                        false,
                        1);
            case 1 -> node(id, meta, name);
            case 2 -> service(id, meta, name);
            case 3 ->
                new Network(
                        new NetworkId(id),
                        meta,
                        new NetworkSpec(name, Map.of("a", "b"), null, false, false, true, false, null, "swarm"),
                        "10.0.1.0/24",
                        "10.0.1.1",
                        4097 + number);
            case 4 -> new Secret(new SecretId(id), meta, new DataSpec(name, Map.of(), "c2VjcmV0", null, null));
            case 5 ->
                new Config(
                        new ConfigId(id),
                        meta,
                        new DataSpec(name, Map.of(), "Y29uZmln".repeat(number % 9 * 1_000), null, null));
            default -> task(id, meta, number);
        };
    }

    private static Node node(String id, Meta meta, String name) {
        return new Node(
                new NodeId(id),
                meta,
                new NodeSpec("", Map.of("rack", "r1"), NodeSpec.Role.MANAGER, NodeSpec.Availability.ACTIVE),
                new AgentId("agent" + id),
                new NodeDescription(
                        name,
                        new Platform("x86_64", "linux"),
                        new Resources(2_000_000_000, 8L << 30, 0, List.of()),
                        new NodeDescription.Engine("20.10.24", Map.of(), List.of())),
                new NodeStatus(NodeState.READY, "ready", "10.0.0.1"),
                new ManagerEndpoint("10.0.0.1:2377", 2378, 7946, 1, 1),
                1);
    }

    private Service service(String id, Meta meta, String name) {
        ServiceSpec spec = new ServiceSpec(
                name,
                Map.of("key", "Ünïcode"),
                TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of("bb:1", "sleep", "1")),
                random.nextBoolean() ? new ServiceMode.Replicated(3) : new ServiceMode.Global(),
                null,
                null,
                List.of(),
                null);
        return new Service(new ServiceId(id), meta, spec, 1, null, 0, null, List.of(), false, null);
    }

    private Task task(String id, Meta meta, int number) {
        return new Task(
                new TaskId(id),
                meta,
                new ServiceId("service" + number % 3),
                "web",
                Map.of(),
                number % 5,
                random.nextBoolean() ? new NodeId("n1") : null,
                TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of("bb:1")),
                0,
                TaskState.RUNNING,
                status(),
                null,
                0,
                List.of(new PortConfig("", "tcp", 80, 8080, "host")));
    }

    private TaskStatus status() {
        TaskState state = random.nextBoolean() ? TaskState.FAILED : TaskState.ASSIGNED;
        return new TaskStatus(
                state,
                now,
                "m",
                "exit \\ 1",
                new TaskStatus.ContainerStatus("c" + random.nextInt(), 0, 137),
                List.of());
    }
}
