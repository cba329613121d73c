package io.priok.control;

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
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.ServiceSpec;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An image that grows by applying what commands decide. */
public final class Fixture {
    public static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");

    private final AtomicInteger counter = new AtomicInteger();
    public final Author author =
            new Author(() -> String.format("id%023d", counter.incrementAndGet()), InstantSource.fixed(NOW));
    public final ServiceCommands services = new ServiceCommands(author, new ConstraintGrammar());
    private Image image = Image.empty();
    private Application last;

    public Image image() {
        return image;
    }

    public Application last() {
        return last;
    }

    public Outcome apply(Transaction transaction) {
        last = image.apply(image.index() + 1, transaction);
        image = last.image();
        return last.outcome();
    }

    public void put(Change... changes) {
        apply(new Transaction("put" + image.index(), 0, "test", NOW, List.of(changes)));
    }

    public static ServiceSpec spec(String name, String more) {
        return Json.read(
                "{\"Name\":\"" + name + "\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"bb:1\"}" + more + "}}",
                ServiceSpec.class);
    }

    public Service create(String name) {
        Created created = services.create(image, spec(name, ""));
        apply(created.transaction());
        return service(created.id());
    }

    public Service service(String id) {
        return image.service(new ServiceId(id)).orElseThrow();
    }

    public Node node(String id, String hostname, boolean manager, NodeState state) {
        Node node = new Node(
                new NodeId(id),
                Meta.created(NOW),
                new NodeSpec(
                        "",
                        Map.of(),
                        manager ? NodeSpec.Role.MANAGER : NodeSpec.Role.WORKER,
                        NodeSpec.Availability.ACTIVE),
                new AgentId(id),
                new NodeDescription(
                        hostname,
                        new Platform("x86_64", "linux"),
                        Resources.NONE,
                        new NodeDescription.Engine("20.10", Map.of("lab", hostname), List.of())),
                new NodeStatus(state, "", "10.0.0.1"),
                manager ? new ManagerEndpoint("10.0.0.1:2377", 1, 2, 1, 1) : null,
                manager ? 1 : 0);
        put(Change.create(node));
        return image.node(node.id()).orElseThrow();
    }
}
