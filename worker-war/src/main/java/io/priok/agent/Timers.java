package io.priok.agent;

import java.time.Duration;

/** Calls back later, once, on any thread. */
@FunctionalInterface
public interface Timers {
    void after(Duration delay, Runnable action);
}
