package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.ALREADY_EXISTS;
import static io.priok.domain.Refusal.Kind.FAILED_PRECONDITION;
import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.NOT_FOUND;
import static io.priok.domain.Refusal.Kind.UNIMPLEMENTED;

import io.priok.control.spec.Names;
import io.priok.domain.Meta;
import io.priok.domain.Network;
import io.priok.domain.NetworkId;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.spec.NetworkSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.List;
import java.util.stream.Stream;

/** Creating and removing swarm-scoped networks. Subnet and identifier on the wire are the allocator's to fill in. */
public final class NetworkCommands {
    private static final int NO_VNI_YET = 0;

    private final Author author;

    public NetworkCommands(Author author) {
        this.author = author;
    }

    public Created create(Image image, NetworkSpec spec) {
        Names.checkDns(spec.name());
        TaskSpec.Driver driver = spec.driverConfiguration();
        if (driver != null && !driver.name().isEmpty() && !driver.name().equals("overlay")) {
            throw Refusal.control(
                    UNIMPLEMENTED, "swarm-scoped networks of driver " + driver.name() + " are not supported");
        }
        if (spec.ipv6Enabled()) {
            throw Refusal.control(UNIMPLEMENTED, "IPv6 on overlay networks is not supported");
        }
        if (spec.ingress() && spec.attachable()) {
            throw Refusal.control(INVALID_ARGUMENT, "ingress network cannot be attachable");
        }
        NetworkSpec.IpamOptions ipam = spec.ipamOptions();
        String subnet = "";
        String gateway = "";
        if (ipam != null && !ipam.configs().isEmpty()) {
            NetworkSpec.IpamConfig first = ipam.configs().get(0);
            Subnets.check(image, ipam.configs());
            subnet = first.subnet();
            gateway = first.gateway();
        }
        checkName(image, spec);
        NetworkId id = new NetworkId(author.newId());
        Network network = new Network(id, Meta.created(author.clock().instant()), spec, subnet, gateway, NO_VNI_YET);
        return new Created(id.value(), author.transaction(Change.create(network)), List.of());
    }

    public Transaction remove(Image image, Network current) {
        if (current.spec().ingress() && publishesThroughIngress(image)) {
            throw Refusal.control(
                    FAILED_PRECONDITION,
                    "ingress network cannot be removed because service " + firstPublisher(image) + " depends on it");
        }
        image.services().stream()
                .filter(service -> !service.pendingDelete() && uses(service, current))
                .map(Service::id)
                .sorted(java.util.Comparator.comparing(Object::toString))
                .findFirst()
                .ifPresent(user -> {
                    throw Refusal.control(
                            FAILED_PRECONDITION, "network " + current.id() + " is in use by service " + user);
                });
        image.tasks().stream()
                .filter(task -> !task.status().state().isTerminal()
                        && task.spec().networks().stream()
                                .anyMatch(n -> n.target().equals(current.id().value())))
                .findFirst()
                .ifPresent(task -> {
                    throw Refusal.control(
                            FAILED_PRECONDITION, "network " + current.id() + " is in use by task " + task.id());
                });
        return author.transaction(new Change.Remove(current.id(), Change.ANY));
    }

    /** @throws Refusal the one for a network that is not there */
    public static Refusal notFound(String term) {
        return Refusal.plain(NOT_FOUND, "network " + term + " not found");
    }

    private static void checkName(Image image, NetworkSpec spec) {
        if (image.networkNamed(spec.name()).isPresent()) {
            throw Refusal.plain(ALREADY_EXISTS, "network with name " + spec.name() + " already exists");
        }
        if (spec.ingress() && image.networks().stream().anyMatch(n -> n.spec().ingress())) {
            throw Refusal.control(ALREADY_EXISTS, "ingress network (" + ingressId(image) + ") is already present");
        }
    }

    private static String ingressId(Image image) {
        return image.networks().stream()
                .filter(n -> n.spec().ingress())
                .map(n -> n.id().value())
                .findFirst()
                .orElse("");
    }

    private static boolean uses(Service service, Network network) {
        return Stream.concat(service.spec().networks().stream(), service.spec().taskTemplate().networks().stream())
                .anyMatch(attachment -> attachment.target().equals(network.id().value()));
    }

    private static boolean publishesThroughIngress(Image image) {
        return image.services().stream().anyMatch(NetworkCommands::publishesThroughIngress);
    }

    private static boolean publishesThroughIngress(Service service) {
        return !service.pendingDelete()
                && service.spec().publishedPorts().stream().anyMatch(port -> !port.isHostMode());
    }

    private static String firstPublisher(Image image) {
        return image.services().stream()
                .filter(NetworkCommands::publishesThroughIngress)
                .map(service -> service.id().value())
                .sorted()
                .findFirst()
                .orElse("");
    }
}
