package io.priok.agent.edge;

import io.priok.agent.Timers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Threads for the agent alone. The server's pool also serves requests, of other applications as well; it may be full for seconds,
 * and a node whose heartbeats wait for it would be taken for dead.
 */
final class OwnThreads implements Timers, AutoCloseable {
    /** One may be held up by the engine. */
    private static final int TIMERS = 3;

    private final ExecutorService work;
    private final ScheduledThreadPoolExecutor timers;

    /** @param factory makes threads with the application's context */
    OwnThreads(ThreadFactory factory) {
        work = Executors.newCachedThreadPool(factory);
        timers = new ScheduledThreadPoolExecutor(TIMERS, factory);
    }

    /** As many threads as there is work at once. */
    Executor work() {
        return work;
    }

    @Override
    public void after(Duration delay, Runnable action) {
        var unused = timers.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void every(Duration period, Runnable action) {
        var unused = timers.scheduleWithFixedDelay(action, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        timers.shutdownNow();
        work.shutdownNow();
    }
}
