package io.priok.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of place in the swarm, one at a time, each to its end. Once closed, none begins any more. */
final class Turns {
    private final SerialExecutor queue;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile boolean closed;

    Turns(Environment environment) {
        queue = new SerialExecutor("change of place in the swarm", environment.threads());
    }

    boolean isClosed() {
        return closed;
    }

    void queue(Runnable change) {
        queue.execute(() -> {
            changing.lock();
            try {
                if (!closed) {
                    change.run();
                }
            } finally {
                changing.unlock();
            }
        });
    }

    /** @return fails with what the step throws */
    <T> CompletionStage<T> change(Supplier<@Nullable T> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        queue(() -> {
            try {
                done.complete(step.get());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /**
     * Runs the last change when the one that is under way has ended, or the time is over. Works on the caller's thread, because the
     * server's executors take nothing more when an application stops.
     */
    void close(Duration patience, Runnable last) {
        closed = true;
        boolean alone = false;
        try {
            alone = changing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
            last.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (alone) {
                changing.unlock();
            }
        }
    }
}
