package io.priok.agent;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has what a report says forced to disk before it may be sent, so that nothing told is unsaid by a power failure. One report at a
 * time, on a thread that may block on the disk.
 */
final class WriteAhead {
    private static final System.Logger LOG = System.getLogger(WriteAhead.class.getName());
    /** A disk that refuses is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Executor executor;
    private final Timers timers;
    private final Runnable force;
    private final Runnable changed;
    private @Nullable Object forced;
    private boolean busy;
    /** Counts the discards: what was begun before the last one is of no use. */
    private long generation;

    private boolean refused;

    /**
     * @param force returns when all that has been observed is on disk
     * @param changed called without a lock when there is something to {@link #poll}, or it can {@link #begin} again
     */
    WriteAhead(Executor executor, Timers timers, Runnable force, Runnable changed) {
        this.executor = executor;
        this.timers = timers;
        this.force = force;
        this.changed = changed;
    }

    /** True while a report is on its way to the disk or waits to be taken. */
    synchronized boolean isBusy() {
        return busy || forced != null;
    }

    /**
     * To be called when it is not busy.
     *
     * @param report built before the disk is forced, so that it holds nothing newer
     * @param failed called when the disk refuses
     */
    synchronized void begin(Supplier<Object> report, Runnable failed) {
        busy = true;
        long begun = generation;
        executor.execute(() -> write(report, failed, begun));
    }

    private void write(Supplier<Object> report, Runnable failed, long begun) {
        try {
            Object body = report.get();
            force.run();
            done(body, begun);
        } catch (RuntimeException e) {
            refused(e);
            failed.run();
            timers.after(RETRY, this::tryAgain);
            return;
        }
        changed.run();
    }

    private synchronized void done(Object body, long begun) {
        busy = false;
        refused = false;
        forced = begun == generation ? body : null;
    }

    /** Said once for a row of failures. */
    private synchronized void refused(RuntimeException why) {
        if (!refused) {
            LOG.log(System.Logger.Level.WARNING, "PRIOK0222W: what happens on this node cannot be recorded: " + why);
        }
        refused = true;
    }

    private void tryAgain() {
        synchronized (this) {
            busy = false;
        }
        changed.run();
    }

    /** The next report that may be sent; null when there is none. */
    synchronized @Nullable Object poll() {
        Object report = forced;
        forced = null;
        return report;
    }

    /** What was begun or waits is not to be sent any more. */
    synchronized void discard() {
        generation++;
        forced = null;
    }
}
