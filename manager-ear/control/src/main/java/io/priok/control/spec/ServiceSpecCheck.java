package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import io.priok.domain.spec.EndpointSpec;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.UpdateConfig;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be said of a service's spec without looking at anything else. */
public final class ServiceSpecCheck {
    private final TaskSpecCheck tasks;

    public ServiceSpecCheck(ConstraintCheck constraints) {
        this.tasks = new TaskSpecCheck(constraints);
    }

    /** @throws Refusal with what is wrong first */
    public void check(ServiceSpec spec) {
        checkWire(spec);
        Names.checkDns(spec.name());
        tasks.check(spec.taskTemplate());
        checkMode(spec.mode());
        if (spec.mode().isJob()) {
            if (spec.updateConfig() != null) {
                throw refuse("Jobs may not have an update config");
            }
        } else {
            checkUpdate(spec.updateConfig());
            checkUpdate(spec.rollbackConfig());
        }
        checkEndpoint(spec.endpointSpec());
    }

    /** What the daemon itself refuses when it reads the spec, before the control API sees it. */
    public static void checkWire(ServiceSpec spec) {
        String runtime = spec.taskTemplate().runtime();
        if (!runtime.isEmpty() && !runtime.equals("container")) {
            throw Refusal.plain(INVALID_ARGUMENT, "unsupported runtime: " + runtime);
        }
        if (spec.taskTemplate().containerSpec() == null) {
            throw Refusal.plain(INVALID_ARGUMENT, "mismatched Runtime and *Spec fields");
        }
        MountCheck.checkWire(spec.taskTemplate().container().mounts());
        EndpointSpec endpoint = spec.endpointSpec();
        if (endpoint != null) {
            checkEndpointWords(endpoint);
        }
    }

    private static void checkEndpointWords(EndpointSpec endpoint) {
        String mode = endpoint.mode();
        if (!Set.of("", "vip", "dnsrr").contains(mode)) {
            throw Refusal.plain(INVALID_ARGUMENT, "invalid resolution mode: " + GoText.quoted(mode));
        }
        for (PortConfig port : endpoint.ports()) {
            if (!Set.of("tcp", "udp", "sctp").contains(port.protocol())) {
                throw Refusal.plain(INVALID_ARGUMENT, "invalid protocol value: \"" + port.protocol() + "\"");
            }
            if (!Set.of("ingress", "host").contains(port.publishMode())) {
                throw Refusal.plain(INVALID_ARGUMENT, "invalid publish mode: \"" + port.publishMode() + "\"");
            }
            if (port.isHostMode()) {
                // The engine of the task's node judges these, and the task is rejected there.
                continue;
            }
            if (port.targetPort() < 1 || port.targetPort() > 65_535) {
                throw refuse("EndpointSpec: invalid target port " + port.targetPort());
            }
            if (port.publishedPort() < 0 || port.publishedPort() > 65_535) {
                throw refuse("EndpointSpec: invalid published port " + port.publishedPort());
            }
        }
    }

    private static void checkMode(ServiceMode mode) {
        if (mode instanceof ServiceMode.Replicated replicated && replicated.replicas() < 0) {
            throw refuse("Number of replicas must be non-negative");
        }
        if (mode instanceof ServiceMode.ReplicatedJob job) {
            if (job.maxConcurrent() < 0) {
                throw refuse("Maximum concurrent jobs must not be negative");
            }
            if (job.totalCompletions() < 0) {
                throw refuse("Total completed jobs must not be negative");
            }
        }
    }

    private static void checkUpdate(@Nullable UpdateConfig config) {
        if (config == null) {
            return;
        }
        if (config.delayOrNone().isNegative()) {
            throw refuse("TaskSpec: update-delay cannot be negative");
        }
        if (config.monitorOrDefault().isNegative()) {
            throw refuse("TaskSpec: update-monitor cannot be negative");
        }
        if (!(config.maxFailureRatio() >= 0 && config.maxFailureRatio() <= 1)) {
            throw refuse("TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1");
        }
    }

    private static void checkEndpoint(@Nullable EndpointSpec endpoint) {
        if (endpoint == null) {
            return;
        }
        Set<String> published = new HashSet<>();
        for (PortConfig port : endpoint.ports()) {
            if (endpoint.mode().equals("dnsrr") && !port.isHostMode()) {
                throw refuse("EndpointSpec: port published with ingress mode can't be used with dnsrr mode");
            }
            if (port.publishedPort() != 0 && !published.add(port.publishedPort() + "/" + port.protocol())) {
                throw refuse("EndpointSpec: duplicate published ports provided");
            }
        }
    }

    private static Refusal refuse(String message) {
        return Refusal.control(INVALID_ARGUMENT, message);
    }
}
