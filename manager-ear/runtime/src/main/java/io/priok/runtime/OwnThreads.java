package io.priok.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/**
 * Threads for the manager's own work. The server's pool also serves requests, of other applications as well; it may be full for
 * seconds, and a manager that misses its heartbeats meanwhile would be taken for dead.
 */
final class OwnThreads implements AutoCloseable {
    /** Timed work is short; this is for one that meets a slow disk or a peer that does not answer. */
    private static final int TIMERS = 4;

    private final ExecutorService work;
    private final ScheduledThreadPoolExecutor timers;

    /** @param factory makes threads with the application's context */
    OwnThreads(ThreadFactory factory) {
        work = Executors.newCachedThreadPool(factory);
        timers = new ScheduledThreadPoolExecutor(TIMERS, factory);
        timers.setRemoveOnCancelPolicy(true);
    }

    /** As many threads as there is work at once. */
    ExecutorService work() {
        return work;
    }

    ScheduledExecutorService timers() {
        return timers;
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        timers.shutdownNow();
        work.shutdownNow();
    }
}
