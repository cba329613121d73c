package io.priok.api.view;

import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.domain.spec.UpdateConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A spec with what the system assumes written out, for {@code insertDefaults=true}. */
final class SpecDefaults {
    private SpecDefaults() {}

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    static ServiceSpec fill(ServiceSpec spec) {
        TaskSpec template = spec.taskTemplate();
        ContainerSpec container = template.containerSpec();
        TaskSpec filled = new TaskSpec(
                container == null ? null : fill(container),
                template.resources(),
                fill(template.restartPolicy()),
                template.placement(),
                template.networks(),
                template.logDriver(),
                template.forceUpdate(),
                template.runtime());
        boolean job = spec.mode().isJob();
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                filled,
                spec.mode(),
                job ? spec.updateConfig() : fill(spec.updateConfig()),
                job ? spec.rollbackConfig() : fill(spec.rollbackConfig()),
                spec.networks(),
                spec.endpointSpec());
    }

    private static RestartPolicy fill(@Nullable RestartPolicy given) {
        RestartPolicy policy = given == null ? RestartPolicy.DEFAULT : given;
        return new RestartPolicy(
                policy.conditionOrDefault(), policy.delayOrDefault(), policy.maxAttemptsOrUnbounded(), policy.window());
    }

    private static UpdateConfig fill(@Nullable UpdateConfig given) {
        UpdateConfig config = given == null ? UpdateConfig.DEFAULT : given;
        Duration delay = config.delay();
        return new UpdateConfig(
                config.parallelism(),
                delay,
                config.failureActionOrDefault(),
                config.monitorOrDefault(),
                config.maxFailureRatio(),
                config.orderOrDefault());
    }

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    private static ContainerSpec fill(ContainerSpec c) {
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
                c.mounts(),
                c.stopGracePeriodOrDefault(),
                c.healthcheck(),
                c.hosts(),
                c.dnsConfig(),
                c.secrets(),
                c.configs(),
                c.isolation(),
                c.sysctls(),
                c.capabilityAdd(),
                c.capabilityDrop(),
                c.ulimits(),
                c.oomScoreAdj());
    }
}
