package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.TaskSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The template of a service's tasks. */
final class TaskSpecCheck {
    private static final long SMALLEST_NANO_CPUS = 1_000_000;
    private static final long SMALLEST_MEMORY = 4L * 1024 * 1024;
    private static final Duration SHORTEST_HEALTH = Duration.ofMillis(1);

    private final ConstraintCheck constraints;

    TaskSpecCheck(ConstraintCheck constraints) {
        this.constraints = constraints;
    }

    void check(TaskSpec spec) {
        checkResources(spec.limits());
        checkResources(spec.reservations());
        checkRestart(spec.restartPolicyOrDefault());
        constraints.check(spec.placementOrNone().constraints());
        ContainerSpec container = spec.container();
        ReferenceCheck.checkForm(container);
        checkImage(container.image());
        MountCheck.checkTargets(container.mounts());
        checkHealth(container.healthcheck());
    }

    private static void checkResources(Resources resources) {
        long cpus = resources.nanoCpus();
        if (cpus != 0 && cpus < SMALLEST_NANO_CPUS) {
            throw refuse("invalid cpu value " + GoText.shortest(cpus / 1e9) + ": Must be at least 0.001");
        }
        long memory = resources.memoryBytes();
        if (memory != 0 && memory < SMALLEST_MEMORY) {
            throw refuse("invalid memory value " + memory + ": Must be at least 4MiB");
        }
    }

    private static void checkRestart(RestartPolicy policy) {
        if (policy.delayOrDefault().isNegative()) {
            throw refuse("TaskSpec: restart-delay cannot be negative");
        }
        if (policy.windowOrAll().isNegative()) {
            throw refuse("TaskSpec: restart-window cannot be negative");
        }
    }

    private static void checkImage(String image) {
        if (image.isEmpty()) {
            throw refuse("ContainerSpec: image reference must be provided");
        }
        if (!ImageReference.isValid(image)) {
            throw refuse("ContainerSpec: " + GoText.quoted(image) + " is not a valid repository/tag");
        }
    }

    private static void checkHealth(ContainerSpec.@Nullable HealthConfig health) {
        if (health == null) {
            return;
        }
        checkHealthDuration("Interval", health.interval());
        checkHealthDuration("Timeout", health.timeout());
        checkHealthDuration("StartPeriod", health.startPeriod());
        if (health.retries() < 0) {
            throw refuse("ContainerSpec: Retries in HealthConfig cannot be negative");
        }
    }

    private static void checkHealthDuration(String field, @Nullable Duration value) {
        if (value != null && !value.isZero() && value.compareTo(SHORTEST_HEALTH) < 0) {
            throw refuse("ContainerSpec: " + field + " in HealthConfig cannot be less than 1ms");
        }
    }

    private static Refusal refuse(String message) {
        return Refusal.control(INVALID_ARGUMENT, message);
    }
}
