package io.priok.control.command;

import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.Mount;
import io.priok.domain.spec.NetworkAttachmentConfig;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import java.util.List;
import java.util.function.Supplier;

/** Specs as the real one keeps them: with the words that it fills in where the user said nothing. */
final class SpecNormal {
    private SpecNormal() {}

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    static ServiceSpec of(ServiceSpec given, Supplier<String> randomId) {
        TaskSpec template = given.taskTemplate();
        ContainerSpec container = template.containerSpec();
        TaskSpec filled = container == null
                ? template
                : new TaskSpec(
                        isolated(container),
                        template.resources(),
                        template.restartPolicy(),
                        template.placement(),
                        template.networks(),
                        template.logDriver(),
                        template.forceUpdate(),
                        template.runtime().isEmpty() ? "container" : template.runtime());
        String name = given.name().isEmpty() ? RandomNames.from(randomId.get()) : given.name();
        return new ServiceSpec(
                name,
                given.labels(),
                filled,
                completed(given.mode()),
                given.updateConfig(),
                given.rollbackConfig(),
                given.networks(),
                given.endpointSpec());
    }

    /** The service's own list of networks is the old place for them; they are kept at the task template. */
    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    static ServiceSpec withNetworks(ServiceSpec spec, List<NetworkAttachmentConfig> networks) {
        TaskSpec template = spec.taskTemplate();
        TaskSpec attached = new TaskSpec(
                template.containerSpec(),
                template.resources(),
                template.restartPolicy(),
                template.placement(),
                networks,
                template.logDriver(),
                template.forceUpdate(),
                template.runtime());
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                attached,
                spec.mode(),
                spec.updateConfig(),
                spec.rollbackConfig(),
                List.of(),
                spec.endpointSpec());
    }

    /** A mount of no type binds. */
    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    private static Mount typed(Mount mount) {
        return !mount.type().isEmpty()
                ? mount
                : new Mount(
                        "bind",
                        mount.source(),
                        mount.target(),
                        mount.readOnly(),
                        mount.consistency(),
                        mount.bindOptions(),
                        mount.volumeOptions(),
                        mount.tmpfsOptions());
    }

    private static ServiceMode completed(ServiceMode mode) {
        if (mode instanceof ServiceMode.ReplicatedJob job && job.maxConcurrent() == 0) {
            return new ServiceMode.ReplicatedJob(job.totalCompletions(), job.totalCompletions());
        }
        return mode;
    }

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    private static ContainerSpec isolated(ContainerSpec c) {
        return new ContainerSpec(
                c.image(),
                c.labels(),
                c.command(),
                c.args(),
                c.hostname(),
                c.env(),
                c.dir(),
                c.user(),
                c.groups(),
                c.privileges(),
                c.init(),
                c.stopSignal(),
                c.tty(),
                c.openStdin(),
                c.readOnly(),
                c.mounts().stream().map(SpecNormal::typed).toList(),
                c.stopGracePeriod(),
                c.healthcheck(),
                c.hosts(),
                c.dnsConfig(),
                c.secrets(),
                c.configs(),
                c.isolation().isEmpty() ? "default" : c.isolation(),
                c.sysctls(),
                c.capabilityAdd(),
                c.capabilityDrop(),
                c.ulimits(),
                c.oomScoreAdj());
    }
}
