package io.priok.simulation;

import io.priok.core.World;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.domain.spec.UpdateConfig;
import io.priok.domain.spec.UpdateConfig.FailureAction;
import io.priok.domain.spec.UpdateConfig.Order;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Users who create, scale, update and remove services and drain nodes, each through some manager that may be behind. */
final class Users {
    private static final int MOST_SERVICES = 4;
    private static final int MOST_JOINED = 3;

    private final Simulation world;
    private long generation;
    private int joined;

    Users(Simulation world) {
        this.world = world;
    }

    void act() {
        if (!world.faulty()) {
            return;
        }
        SimManager manager = world.clock.pick(world.managers);
        boolean current = world.clock.chance(0.6);
        manager.in(0, () -> {
            if (current) {
                read(manager);
            } else {
                change(manager.image());
            }
        });
        world.clock.in(world.clock.between(200, 3000), this::act);
    }

    private void read(SimManager manager) {
        long acknowledged = world.truth.acknowledged();
        manager.current(image -> {
            world.invariants.read(manager, image, acknowledged);
            change(image);
        });
    }

    private void change(Image image) {
        Change change = choose(image);
        if (change == null) {
            return;
        }
        Transaction transaction = new Transaction(world.newId(), 0, "api", world.clock.now(), List.of(change));
        SimManager manager = world.clock.pick(world.managers);
        world.clock.in(world.clock.between(1, 300), () -> manager.in(0, () -> submit(manager, transaction, 2)));
    }

    /** Who is told that the fate of a write is unknown may send it again. */
    private void submit(SimManager manager, Transaction transaction, int tries) {
        manager.submit(transaction, new Submission.Author() {
            @Override
            public void done(long index, Outcome outcome) {}

            @Override
            public void failed(boolean certainlyNot) {
                if (tries > 0 && world.clock.chance(0.5)) {
                    submit(manager, transaction, tries - 1);
                }
            }
        });
    }

    private Change choose(Image image) {
        List<Service> services = image.services().stream()
                .filter(service -> !service.pendingDelete())
                .toList();
        int dice = world.clock.below(100);
        if (services.isEmpty() || (dice < 20 && services.size() < MOST_SERVICES)) {
            return Change.create(newService());
        }
        Service service = services.get(world.clock.below(services.size()));
        if (dice < 50) {
            return conditional(
                    service,
                    updated(
                            service,
                            service.spec().withMode(scaled(service.spec().mode()))));
        }
        if (dice < 80) {
            String next = "nginx:" + (1 + world.clock.below(3));
            TaskSpec template = service.spec().taskTemplate();
            return conditional(
                    service,
                    updated(
                            service,
                            service.spec()
                                    .withTaskTemplate(template.withContainerSpec(
                                            template.container().withImage(next)))));
        }
        if (dice < 85) {
            return new Change.Put(service.deleted(), service.version());
        }
        if (dice < 88 && joined < MOST_JOINED) {
            world.join(new NodeId("j" + ++joined));
            return null;
        }
        if (dice < 90) {
            return removeNode(image);
        }
        return drainOrActivate(image);
    }

    /** By force, whatever it runs; its agent does not know. */
    private Change removeNode(Image image) {
        List<Node> nodes =
                image.nodes().stream().filter(node -> node.manager() == null).toList();
        return nodes.size() < 2
                ? null
                : new Change.Remove(world.clock.pick(nodes).id(), Change.ANY);
    }

    private ServiceMode scaled(ServiceMode mode) {
        return mode.isGlobal() ? mode : new ServiceMode.Replicated(world.clock.below(6));
    }

    /** Most users respect versions as the API does; some do not. */
    private Change conditional(Service seen, Service wanted) {
        return new Change.Put(wanted, world.clock.chance(0.15) ? Change.ANY : seen.version());
    }

    private Service updated(Service service, ServiceSpec spec) {
        return service.withUpdatedSpec(labelled(spec), service.version());
    }

    private ServiceSpec labelled(ServiceSpec spec) {
        return new ServiceSpec(
                spec.name(),
                Map.of(Invariants.GENERATION, Long.toString(++generation)),
                spec.taskTemplate(),
                spec.mode(),
                spec.updateConfig(),
                spec.rollbackConfig(),
                spec.networks(),
                spec.endpointSpec());
    }

    private Service newService() {
        String name = "web" + world.clock.below(MOST_SERVICES * 2);
        ServiceMode mode =
                world.clock.chance(0.2) ? new ServiceMode.Global() : new ServiceMode.Replicated(world.clock.below(6));
        ServiceSpec spec = World.withUpdate(World.spec(name, mode), config(), config());
        TaskSpec template = spec.taskTemplate();
        spec = spec.withTaskTemplate(new TaskSpec(
                template.containerSpec(),
                null,
                new RestartPolicy(null, Duration.ofMillis(world.clock.below(3) * 1000L), null, null),
                null,
                List.of(),
                null,
                0,
                ""));
        List<PortConfig> ports = new ArrayList<>();
        if (world.clock.chance(0.5)) {
            int published = world.clock.chance(0.3) ? 30000 + world.clock.below(3) : 0;
            ports.add(new PortConfig("", "tcp", 80, published, "ingress"));
        }
        spec = World.publishing(spec, ports.toArray(PortConfig[]::new));
        return new Service(
                new ServiceId(world.newId()),
                Meta.created(world.clock.now()),
                labelled(spec),
                0,
                null,
                0,
                null,
                List.of(),
                false,
                null);
    }

    private UpdateConfig config() {
        return new UpdateConfig(
                world.clock.below(4),
                Duration.ofMillis(world.clock.below(3) * 500L),
                world.clock.pick(List.of(FailureAction.values())),
                Duration.ofSeconds(1 + world.clock.below(3)),
                world.clock.below(2) * 0.5,
                world.clock.chance(0.4) ? Order.START_FIRST : Order.STOP_FIRST);
    }

    private Change drainOrActivate(Image image) {
        List<Node> nodes = List.copyOf(image.nodes());
        if (nodes.isEmpty()) {
            return null;
        }
        Node node = nodes.get(world.clock.below(nodes.size()));
        Availability availability = world.clock.pick(List.of(Availability.values()));
        NodeSpec spec = new NodeSpec("", node.spec().labels(), node.spec().role(), availability);
        return new Change.Put(node.withSpec(spec), node.version());
    }

    /** At the end all nodes take tasks again, so that there is a state to come to. */
    void openAllNodes() {
        world.truth.image().nodes().forEach(node -> open(node.id()));
    }

    private void open(NodeId id) {
        Node node = world.truth.image().node(id).orElse(null);
        if (node == null || node.spec().availabilityOrActive() == Availability.ACTIVE) {
            return;
        }
        NodeSpec spec = new NodeSpec("", node.spec().labels(), node.spec().role(), Availability.ACTIVE);
        Change change = new Change.Put(node.withSpec(spec), node.version());
        world.insist(
                new Transaction(world.newId(), 0, "api", world.clock.now(), List.of(change)),
                () -> world.clock.in(100, () -> open(id)));
    }
}
