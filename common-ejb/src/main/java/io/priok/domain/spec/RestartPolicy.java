package io.priok.domain.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a task that ended is replaced.
 *
 * @param delay absent means 5 s
 * @param maxAttempts absent or 0 means no bound
 * @param window time in which attempts are counted; absent or 0 counts all
 */
public record RestartPolicy(
        @Nullable Condition condition,
        @Nullable Duration delay,
        @Nullable Long maxAttempts,
        @Nullable Duration window) {
    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(5);
    public static final RestartPolicy DEFAULT = new RestartPolicy(null, null, null, null);

    public enum Condition {
        NONE,
        ON_FAILURE,
        ANY
    }

    public Condition conditionOrDefault() {
        return condition == null ? Condition.ANY : condition;
    }

    public Duration delayOrDefault() {
        return delay == null ? DEFAULT_DELAY : delay;
    }

    public long maxAttemptsOrUnbounded() {
        return maxAttempts == null ? 0 : maxAttempts;
    }

    public Duration windowOrAll() {
        return window == null ? Duration.ZERO : window;
    }
}
