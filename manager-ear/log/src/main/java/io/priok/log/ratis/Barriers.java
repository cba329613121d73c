package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for this member to have applied what it must have applied.
 *
 * <p>A read barrier is an empty entry in the log. Ratis has linearizable reads by heartbeat, but (3.3.0) once a commit
 * index was confirmed it answers later reads at that index without asking anybody, so a leader that was deposed while
 * it slept answers with what it knew. One barrier is under way at a time; those who come meanwhile share the next, for
 * an entry that was appended before they asked proves nothing to them.
 */
final class Barriers {
    private final Requests requests;
    private final AppliedIndex applied;
    private final ScheduledExecutorService timer;
    private final Duration patience;
    private boolean underWay;
    private @Nullable CompletableFuture<Long> next;

    Barriers(Requests requests, AppliedIndex applied, ScheduledExecutorService timer, Duration patience) {
        this.requests = requests;
        this.applied = applied;
        this.timer = timer;
        this.patience = patience;
    }

    CompletableFuture<Long> barrier() {
        CompletableFuture<Long> mine;
        synchronized (this) {
            if (underWay) {
                if (next == null) {
                    next = new CompletableFuture<>();
                }
                return next.copy();
            }
            underWay = true;
            mine = new CompletableFuture<>();
        }
        begin(mine);
        return mine.copy();
    }

    private void begin(CompletableFuture<Long> barrier) {
        CompletableFuture<?> unused = requests.write(Message.EMPTY)
                .thenCompose(reply -> appliedHere(reply.getLogIndex()).thenApply(here -> reply.getLogIndex()))
                .whenComplete((index, failure) -> {
                    beginNext();
                    if (failure == null) {
                        barrier.complete(index);
                    } else {
                        barrier.completeExceptionally(asRead(failure));
                    }
                });
    }

    private void beginNext() {
        CompletableFuture<Long> following;
        synchronized (this) {
            following = next;
            next = null;
            underWay = following != null;
        }
        if (following != null) {
            begin(following);
        }
    }

    /** To a reader it is all the same whether the barrier's own entry got into the log. */
    private static Throwable asRead(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? Requests.unwrap(failure) : failure;
        return cause instanceof LogException known
                        && known.kind() == Kind.UNKNOWN
                        && !(known.getCause() instanceof LogException)
                ? new LogException(Kind.NO_LEADER, "no majority confirmed the read in time", cause)
                : cause;
    }

    /**
     * Completes when this member has applied an index that is committed; a follower hears of the commit with the next
     * entry, which is the leader's own note of it.
     */
    CompletableFuture<Void> appliedHere(long index) {
        CompletableFuture<Void> reached = applied.reached(index);
        if (reached.isDone()) {
            return reached;
        }
        Future<?> deadline = timer.schedule(
                () -> reached.completeExceptionally(new LogException(
                        Kind.UNKNOWN, "entry " + index + " is in the log, but was not applied here in time")),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        return reached.whenComplete((done, failure) -> deadline.cancel(false));
    }
}
