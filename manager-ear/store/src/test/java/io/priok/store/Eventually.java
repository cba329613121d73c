package io.priok.store;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
public final class Eventually {
    private Eventually() {}

    /** @return how long it took */
    public static Duration until(String what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public static Duration until(String what, BooleanSupplier condition) {
        return until(what, Duration.ofSeconds(20), condition);
    }
}
