package io.priok.api;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Waiting() {}

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within " + LONGEST);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
