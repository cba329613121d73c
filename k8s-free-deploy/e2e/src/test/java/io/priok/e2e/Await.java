package io.priok.e2e;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for conditions, patiently but not for ever. The patience is generous: a loaded machine is no failure. */
public final class Await {
    public static final Duration SOON = Duration.ofSeconds(30);
    public static final Duration LONG = Duration.ofSeconds(90);

    private Await() {}

    /** Waits until the check passes; else fails with what it threw last. */
    public static void until(Duration patience, Runnable check) {
        until(patience, () -> {
            check.run();
            return true;
        });
    }

    /** Waits until the check returns without an exception or a failed assertion, and returns its value. */
    public static <T> T until(Duration patience, Supplier<T> check) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return check.get();
            } catch (AssertionError | RuntimeException failure) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(
                            "Not within " + patience.toSeconds() + " s: " + failure.getMessage(), failure);
                }
                pause(Duration.ofMillis(100));
            }
        }
    }

    /** Fails as soon as the check does; passes when it held for the whole time. */
    public static void throughout(Duration time, Runnable check) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            check.run();
            pause(Duration.ofMillis(200));
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
