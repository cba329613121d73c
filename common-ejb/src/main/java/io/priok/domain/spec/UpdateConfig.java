package io.priok.domain.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a service's tasks are replaced by an update or a rollback.
 *
 * @param parallelism tasks at a time; 0 for all at once
 * @param monitor how long a new task is watched for failure; absent means 5 s
 * @param maxFailureRatio share of failed tasks that is borne before the failure action
 */
public record UpdateConfig(
        long parallelism,
        @Nullable Duration delay,
        @Nullable FailureAction failureAction,
        @Nullable Duration monitor,
        double maxFailureRatio,
        @Nullable Order order) {
    public static final UpdateConfig DEFAULT = new UpdateConfig(1, null, null, null, 0, null);
    public static final Duration DEFAULT_MONITOR = Duration.ofSeconds(5);

    public enum FailureAction {
        PAUSE,
        CONTINUE,
        ROLLBACK
    }

    public enum Order {
        STOP_FIRST,
        START_FIRST
    }

    public Duration delayOrNone() {
        return delay == null ? Duration.ZERO : delay;
    }

    public Duration monitorOrDefault() {
        return monitor == null ? DEFAULT_MONITOR : monitor;
    }

    public FailureAction failureActionOrDefault() {
        return failureAction == null ? FailureAction.PAUSE : failureAction;
    }

    public Order orderOrDefault() {
        return order == null ? Order.STOP_FIRST : order;
    }
}
