package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.ALREADY_EXISTS;
import static io.priok.domain.Refusal.Kind.FAILED_PRECONDITION;
import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.UNIMPLEMENTED;
import static io.priok.domain.Refusal.Kind.UNKNOWN;

import io.priok.control.spec.ConstraintCheck;
import io.priok.control.spec.PortCheck;
import io.priok.control.spec.ReferenceCheck;
import io.priok.control.spec.ServiceSpecCheck;
import io.priok.domain.Meta;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.NetworkAttachmentConfig;
import io.priok.domain.spec.ServiceSpec;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.time.Instant;
import java.util.List;

/** Creating, updating and removing services. */
public final class ServiceCommands {
    private final Author author;
    private final ServiceSpecCheck specs;

    public ServiceCommands(Author author, ConstraintCheck constraints) {
        this.author = author;
        this.specs = new ServiceSpecCheck(constraints);
    }

    /** How an update comes by its spec. */
    public enum Source {
        /** From the request. */
        REQUEST,
        /** The service's previous spec; the request's is ignored. */
        PREVIOUS
    }

    /** @param word of the query parameter {@code rollback} */
    public static Source source(String word) {
        return switch (word) {
            case "", "none" -> Source.REQUEST;
            case "previous" -> Source.PREVIOUS;
            default -> throw Refusal.plain(UNKNOWN, "unrecognized rollback option " + word);
        };
    }

    /** What a spec must have before it is even asked which service it is for. */
    public static void checkWire(ServiceSpec given) {
        ServiceSpecCheck.checkWire(given);
    }

    /** @param given as the user sent it; a service without a name gets one */
    public Created create(Image image, ServiceSpec given) {
        ServiceSpec spec = resolve(image, SpecNormal.of(given, author::newId));
        specs.check(spec);
        PortCheck.check(image, spec.publishedPorts(), null);
        ReferenceCheck.checkExistence(image, spec.taskTemplate().container());
        if (image.serviceNamed(spec.name()).filter(s -> !s.pendingDelete()).isPresent()) {
            throw Refusal.control(
                    ALREADY_EXISTS,
                    "name conflicts with an existing object: service " + spec.name() + " already exists");
        }
        ServiceId id = new ServiceId(author.newId());
        Instant now = author.clock().instant();
        Service.JobStatus job = spec.mode().isJob() ? new Service.JobStatus(0, now) : null;
        Service service = new Service(id, Meta.created(now), spec, 0, null, 0, null, List.of(), false, job);
        return new Created(id.value(), author.transaction(Change.create(service)), List.of());
    }

    /**
     * Replaces the spec.
     *
     * @param version the one that the user has seen
     * @param registryAuthFrom {@code spec}, {@code previous-spec} or empty
     */
    public Transaction update(
            Image image, Service current, long version, ServiceSpec given, String registryAuthFrom, Source source) {
        if (source == Source.PREVIOUS) {
            return rollback(current, version);
        }
        ServiceSpec spec = resolve(image, SpecNormal.of(given, author::newId));
        specs.check(spec);
        checkAuthSource(current, registryAuthFrom);
        if (!spec.publishedPorts().equals(current.spec().publishedPorts())) {
            PortCheck.check(image, spec.publishedPorts(), current.id());
        }
        if (!spec.name().equals(current.name())) {
            throw Refusal.control(UNIMPLEMENTED, "renaming services is not supported");
        }
        if (spec.mode().getClass() != current.spec().mode().getClass()) {
            throw Refusal.control(UNIMPLEMENTED, "service mode change is not allowed");
        }
        ReferenceCheck.checkExistence(image, spec.taskTemplate().container());
        Sequence.check(current, version);
        Service updated = current.withUpdatedSpec(spec, current.version());
        return author.transaction(Change.update(nextRun(current, updated)));
    }

    /** The service goes once its last task has ended. */
    public Transaction remove(Service current) {
        return author.transaction(new Change.Put(current.deleted(), Change.ANY));
    }

    /** Tasks that still run the previous spec count as current again: it gets its old version back. */
    private Transaction rollback(Service current, long version) {
        ServiceSpec previous = current.previousSpec();
        if (previous == null) {
            throw Refusal.control(FAILED_PRECONDITION, "service " + current.id() + " does not have a previous spec");
        }
        Sequence.check(current, version);
        Service rolledBack = current.withUpdatedSpec(previous, current.previousSpecVersion())
                .withUpdateStatus(new UpdateStatus(
                        UpdateStatus.State.ROLLBACK_STARTED,
                        author.clock().instant(),
                        null,
                        "manually requested rollback"));
        return author.transaction(Change.update(rolledBack));
    }

    /** A job whose tasks are to change, or that is forced, runs once more. */
    private Service nextRun(Service before, Service after) {
        Service.JobStatus job = before.job();
        if (job == null || before.spec().taskTemplate().equals(after.spec().taskTemplate())) {
            return after;
        }
        return after.withJob(
                new Service.JobStatus(before.version(), author.clock().instant()));
    }

    private static void checkAuthSource(Service current, String from) {
        switch (from) {
            case "", "spec" -> {}
            case "previous-spec" -> {
                if (current.previousSpec() == null) {
                    throw Refusal.plain(UNKNOWN, "service does not have a previous spec");
                }
            }
            default -> throw Refusal.plain(UNKNOWN, "unsupported registryAuthFrom value");
        }
    }

    /** Networks may be given by name; the spec keeps their ids. */
    private static ServiceSpec resolve(Image image, ServiceSpec spec) {
        List<NetworkAttachmentConfig> networks = spec.taskTemplate().networks().isEmpty()
                ? spec.networks()
                : spec.taskTemplate().networks();
        if (networks.isEmpty()) {
            return spec;
        }
        return SpecNormal.withNetworks(
                spec, networks.stream().map(n -> resolve(image, n)).toList());
    }

    private static NetworkAttachmentConfig resolve(Image image, NetworkAttachmentConfig given) {
        return image.networks().stream()
                .filter(n ->
                        n.id().value().equals(given.target()) || n.spec().name().equals(given.target()))
                .findFirst()
                .map(network -> {
                    if (network.spec().ingress()) {
                        throw Refusal.control(
                                INVALID_ARGUMENT,
                                "Service cannot be explicitly attached to the ingress network \""
                                        + network.spec().name() + "\"");
                    }
                    return new NetworkAttachmentConfig(network.id().value(), given.aliases(), given.driverOpts());
                })
                .orElseThrow(() -> Refusal.plain(UNKNOWN, "network " + given.target() + " not found"));
    }
}
