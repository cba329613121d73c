package io.priok.agent;

import java.time.Duration;
import java.time.Instant;

/** Calls back later, once, on any thread. */
@FunctionalInterface
public interface Timers {
    void after(Duration delay, Runnable action);

    /**
     * Whether a moment has come. One further away than it was ever set means that the clock was set back: it counts as come.
     *
     * @param longest the longest delay that the moment is set to
     */
    static boolean isDue(Instant moment, Duration longest, Instant now) {
        return !now.isBefore(moment) || moment.isAfter(now.plus(longest));
    }
}
