package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** Changes of the group that this member asks for, one after another on one thread, for each may take many rounds. */
final class Changes {
    private final ExecutorService thread;

    /** Something that may take seconds. */
    interface Change {
        void make() throws InterruptedException;
    }

    Changes(ExecutorService thread) {
        this.thread = thread;
    }

    CompletableFuture<Void> submit(Change change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    change.make();
                    done.complete(null);
                } catch (InterruptedException e) {
                    done.completeExceptionally(new LogException(Kind.CLOSED, "the log was closed meanwhile", e));
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new LogException(Kind.CLOSED, "the log is closed", e));
        }
        return done;
    }

    /** What waits does not begin, and what runs is interrupted. */
    void close() {
        thread.shutdownNow();
    }
}
