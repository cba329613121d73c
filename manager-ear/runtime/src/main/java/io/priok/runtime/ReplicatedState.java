package io.priok.runtime;

import io.priok.control.port.Refusals;
import io.priok.domain.Refusal;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.log.Appended;
import io.priok.log.LogException;
import io.priok.log.LogStatus;
import io.priok.log.ReplicatedLog;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The cluster state on the log, the image and the caches of this manager. What waits for a commit goes on on the given threads, never
 * on the log's, which may not be blocked.
 */
final class ReplicatedState implements ClusterState {
    private static final String LOST = "raft: failed to process the request: node lost leader status";

    /** How long a reader waits for the next leader instead of being told that there is none. */
    private static final Duration CHANGE_OF_LEADER = Duration.ofSeconds(3);

    private static final Duration AGAIN = Duration.ofMillis(50);

    private final ReplicatedLog log;
    private final ImageMachine machine;
    private final SeenState seen;
    private final Executor threads;

    ReplicatedState(ReplicatedLog log, ImageMachine machine, SeenState seen, Executor threads) {
        this.threads = threads;
        this.log = log;
        this.machine = machine;
        this.seen = seen;
    }

    @Override
    public Image image() {
        return machine.image();
    }

    /**
     * The log's leader has applied all that was acknowledged. Whether it still leads it must know, and not just think: one that slept
     * would answer with what was true before.
     */
    @Override
    public Image current() {
        Image image = machine.image();
        if (log.isCurrent()) {
            return image;
        }
        LogStatus status = log.status();
        if (status.role() == LogStatus.Role.SUSPENDED) {
            return suspended(status);
        }
        long end = System.nanoTime() + CHANGE_OF_LEADER.toNanos();
        while (true) {
            try {
                return fresh().toCompletableFuture().join();
            } catch (CompletionException e) {
                if (System.nanoTime() > end || !isUnavailable(e.getCause())) {
                    throw e.getCause() instanceof RuntimeException cause ? cause : e;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    /** Of a single manager, all that was ever acknowledged is in its own image, so that its disk keeps it from writing only. */
    private Image suspended(LogStatus status) {
        if (status.members().size() > 1) {
            throw refusal(log.trouble().orElse(null));
        }
        return machine.image();
    }

    private static boolean isUnavailable(@Nullable Throwable failure) {
        return failure instanceof Refusal refusal && refusal.kind() == Refusal.Kind.UNAVAILABLE;
    }

    @Override
    public SeenState seen() {
        return seen;
    }

    @Override
    public CompletionStage<Outcome> commit(Transaction transaction) {
        return log.append(machine.entry(transaction)).handleAsync(ReplicatedState::outcome, threads);
    }

    @Override
    public CompletionStage<Image> fresh() {
        return log.readBarrier().handleAsync(this::image, threads);
    }

    private static Outcome outcome(@Nullable Appended appended, @Nullable Throwable failure) {
        if (appended == null) {
            throw refusal(failure);
        }
        return OutcomeJson.read(appended.result());
    }

    private Image image(@Nullable Long index, @Nullable Throwable failure) {
        if (index == null) {
            throw refusal(failure);
        }
        return machine.image();
    }

    private static Refusal refusal(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof LogException broken)) {
            return Refusal.plain(Refusal.Kind.UNKNOWN, String.valueOf(cause));
        }
        return switch (broken.kind()) {
            case NO_LEADER, CLOSED -> Refusals.noLeader();
            case UNKNOWN -> Refusal.control(Refusal.Kind.UNKNOWN, LOST);
            case TOO_LARGE ->
                Refusal.control(Refusal.Kind.INVALID_ARGUMENT, "request is too large: " + broken.getMessage());
            case DISK_FAILED, DAMAGED, APPLY_FAILED, STALLED, REFUSED ->
                Refusal.control(Refusal.Kind.UNAVAILABLE, String.valueOf(broken.getMessage()));
        };
    }
}
