package io.priok.console.services;

import io.priok.console.frame.Snapshot;
import io.priok.console.frame.Words;
import io.priok.console.services.ServiceDetail.Fact;
import io.priok.control.query.ServiceQueries;
import io.priok.domain.Network;
import io.priok.domain.NetworkId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.NetworkAttachmentConfig;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Services as their screens show them. */
public final class ServicesFacade {
    private ServicesFacade() {}

    /** @param search part of a name or an image; empty lets all through */
    public static List<ServiceRow> list(Snapshot snapshot, String search) {
        String part = search.strip().toLowerCase(Locale.ROOT);
        return snapshot.image().services().stream()
                .filter(service -> !service.pendingDelete())
                .sorted(Comparator.comparing(Service::name))
                .map(service -> row(snapshot, service))
                .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(part)
                        || row.image().toLowerCase(Locale.ROOT).contains(part))
                .toList();
    }

    /** @param id or name; empty when there is none, or it is being removed */
    public static Optional<Service> find(Snapshot snapshot, String id) {
        return snapshot.image()
                .service(new ServiceId(id))
                .or(() -> snapshot.image().serviceNamed(id))
                .filter(service -> !service.pendingDelete());
    }

    public static ServiceRow row(Snapshot snapshot, Service service) {
        return new ServiceRow(
                service.id().value(),
                service.name(),
                ServiceQueries.modeName(service.spec().mode()).replace('-', ' '),
                ServiceHealth.of(snapshot, service),
                image(service),
                ports(service),
                snapshot.age(service.meta().createdAt()));
    }

    public static ServiceDetail detail(Snapshot snapshot, Service service) {
        long replicas = service.spec().mode() instanceof ServiceMode.Replicated replicated ? replicated.replicas() : -1;
        return new ServiceDetail(row(snapshot, service), replicas, update(snapshot, service), facts(snapshot, service));
    }

    static String image(Service service) {
        String image = service.spec().taskTemplate().container().image();
        int digest = image.indexOf('@');
        return digest < 0 ? image : image.substring(0, digest);
    }

    private static List<String> ports(Service service) {
        List<PortConfig> ports = service.ports().isEmpty() ? service.spec().publishedPorts() : service.ports();
        return ports.stream().map(ServicesFacade::port).toList();
    }

    private static String port(PortConfig port) {
        String published = port.publishedPort() == 0 ? "?" : Integer.toString(port.publishedPort());
        return published + "→" + port.targetPort() + "/" + port.protocol() + (port.isHostMode() ? " (host)" : "");
    }

    private static String update(Snapshot snapshot, Service service) {
        UpdateStatus update = service.updateStatus();
        if (update == null) {
            return "";
        }
        String message = update.message().isEmpty() ? "" : ": " + update.message();
        String age = update.completedAt() != null
                ? ", " + snapshot.age(update.completedAt()) + " ago"
                : update.startedAt() != null ? ", since " + snapshot.age(update.startedAt()) : "";
        return Words.word(update.state()) + message + age;
    }

    private static List<Fact> facts(Snapshot snapshot, Service service) {
        TaskSpec template = service.spec().taskTemplate();
        ContainerSpec container = template.container();
        List<Fact> facts = new ArrayList<>();
        add(facts, "Entry point", line(container.command()));
        add(facts, "Command", line(container.args()));
        add(facts, "Environment", container.env());
        add(facts, "Constraints", template.placementOrNone().constraints());
        add(facts, "Networks", networks(snapshot, service));
        add(facts, "Reserves", resources(template.reservations()));
        add(facts, "Limits", resources(template.limits()));
        add(
                facts,
                "Mounts",
                container.mounts().stream()
                        .map(mount -> mount.source() + " → " + mount.target())
                        .toList());
        add(
                facts,
                "Secrets",
                container.secrets().stream()
                        .map(ContainerSpec.SecretReference::secretName)
                        .toList());
        add(
                facts,
                "Configs",
                container.configs().stream()
                        .map(ContainerSpec.ConfigReference::configName)
                        .toList());
        add(
                facts,
                "Labels",
                service.spec().labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .sorted()
                        .toList());
        return facts;
    }

    private static void add(List<Fact> facts, String label, List<String> values) {
        if (!values.isEmpty()) {
            facts.add(new Fact(label, values));
        }
    }

    private static List<String> line(List<String> words) {
        return words.isEmpty() ? List.of() : List.of(ShellWords.join(words));
    }

    private static List<String> resources(Resources resources) {
        List<String> texts = new ArrayList<>();
        if (resources.nanoCpus() > 0) {
            texts.add(Words.cpus(resources.nanoCpus()) + " CPU");
        }
        if (resources.memoryBytes() > 0) {
            texts.add(Words.bytes(resources.memoryBytes()));
        }
        return texts;
    }

    private static List<String> networks(Snapshot snapshot, Service service) {
        return service.spec().taskTemplate().networks().stream()
                .map(NetworkAttachmentConfig::target)
                .map(id -> snapshot.image()
                        .network(new NetworkId(id))
                        .map((Network network) -> network.spec().name())
                        .orElse(id))
                .toList();
    }
}
