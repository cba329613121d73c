package io.priok.log;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for a condition instead of a time. */
public final class Eventually {
    private Eventually() {}

    public static void await(String what, Duration within, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + within.toMillis() + " ms: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Repeats an assertion until it holds. */
    public static void holds(Duration within, ThrowingCallable assertion) throws Throwable {
        long deadline = System.nanoTime() + within.toNanos();
        for (; ; ) {
            try {
                assertion.call();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }
}
