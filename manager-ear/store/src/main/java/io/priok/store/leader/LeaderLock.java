package io.priok.store.leader;

import io.priok.store.seen.CacheCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.infinispan.lock.EmbeddedClusteredLockManagerFactory;
import org.infinispan.lock.api.ClusteredLock;
import org.infinispan.lock.api.ClusteredLockManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster-wide lock {@code leader}, taken while this manager is eligible.
 *
 * <p>The lock is not re-entrant and its calls may hang for seconds or fail without telling whether they had effect. So at most one
 * call is under way at any time; the lock counts as held only after a yes, and for a bounded time when confirmations fail; and it
 * is only asked for after {@code isLockedByMe} said no. All of this object's state is touched by its pulse alone, or under its monitor.
 */
public final class LeaderLock implements Candidacy {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLock.class);
    private static final String NAME = "leader";
    private static final Duration PULSE = Duration.ofMillis(100);
    /** How often a held lock is confirmed. */
    private static final Duration CONFIRM = Duration.ofSeconds(1);
    /**
     * How long a held lock is believed in without confirmation. Calls hang for 5 s while a peer is frozen: that must not depose a
     * leader whom the log still follows.
     */
    private static final Duration TRUST = Duration.ofSeconds(8);
    /** A call without an answer for longer is given up; its effect, if any, shows in the next {@code isLockedByMe}. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration ORPHANED = Duration.ofSeconds(2);
    /** How long {@link #release} leaves the lock to others. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ClusteredLockManager locks;
    private final LockAvailability availability;
    private final BooleanSupplier eligible;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledFuture<?> pulse;

    private @Nullable ClusteredLock lock;
    private @Nullable Call call;
    private long calls;
    private Instant confirmedAt = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    /** True from the first attempt to take the lock until it is known not to be ours. */
    private boolean mayBeOurs;

    /**
     * Since when the lock was refused to us after its cache had been degraded. A holder that died then keeps it for ever: its
     * release could not be written.
     */
    private @Nullable Instant orphanedSince;

    private boolean wasDegraded;

    private boolean closed;
    private volatile boolean held;

    /** A question to the lock that is under way. */
    private record Call(long number, Instant since) {}

    /**
     * @param eligible true while this manager is the log's leader with a majority behind it; must not block
     * @param scheduler runs the pulse; calls of the lock never block it
     */
    public LeaderLock(
            CacheCluster cluster, BooleanSupplier eligible, InstantSource clock, ScheduledExecutorService scheduler) {
        this.locks = EmbeddedClusteredLockManagerFactory.from(cluster.manager());
        this.availability = new LockAvailability(cluster.manager(), clock);
        this.eligible = eligible;
        this.clock = clock;
        this.scheduler = scheduler;
        this.pulse = scheduler.scheduleWithFixedDelay(this::beatSafely, 0, PULSE.toMillis(), TimeUnit.MILLISECONDS);
        cluster.onView(this::beatSoon);
    }

    @Override
    public boolean held() {
        return held;
    }

    @Override
    public void onChange(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized void release() {
        pausedUntil = clock.instant().plus(PAUSE);
        beatSafely();
    }

    @Override
    public void close() {
        pulse.cancel(false);
        synchronized (this) {
            closed = true;
            if (mayBeOurs && lock != null) {
                ClusteredLock last = lock;
                CompletionStage<Boolean> ours = last.isLockedByMe();
                ours.thenCompose(mine -> mine ? last.unlock() : CompletableFuture.<Void>completedFuture(null));
            }
            become(false, "closed");
        }
    }

    private void beatSoon() {
        try {
            scheduler.execute(this::beatSafely);
        } catch (RejectedExecutionException e) {
            LOG.debug("the scheduler has ended", e);
        }
    }

    private synchronized void beatSafely() {
        try {
            if (!closed) {
                beat();
            }
        } catch (RuntimeException e) {
            LOG.debug("the leader lock does not answer", e);
        }
    }

    private void beat() {
        boolean standing = standing();
        if (!standing) {
            become(false, "not eligible");
        } else if (clock.instant().isAfter(confirmedAt.plus(TRUST))) {
            become(false, "not confirmed");
        }
        if (!availability.check(standing)) {
            become(false, "the lock's cache is degraded");
            wasDegraded = true;
            return;
        }
        if (callUnderWay()) {
            return;
        }
        if (standing && !held) {
            ClusteredLock current = lock();
            ask(current::isLockedByMe, mine -> acquire(current, mine));
        } else if (mayBeOurs && (!standing || clock.instant().isAfter(confirmedAt.plus(CONFIRM)))) {
            ClusteredLock current = lock();
            ask(current::isLockedByMe, mine -> confirm(current, mine));
        }
    }

    private boolean standing() {
        return eligible.getAsBoolean() && !clock.instant().isBefore(pausedUntil);
    }

    private boolean callUnderWay() {
        Call current = call;
        if (current != null && clock.instant().isAfter(current.since().plus(PATIENCE))) {
            call = null;
        }
        return call != null;
    }

    private ClusteredLock lock() {
        if (lock == null) {
            locks.defineLock(NAME);
            lock = locks.get(NAME);
        }
        return lock;
    }

    private void acquire(ClusteredLock current, boolean mine) {
        if (mine) {
            taken();
        } else if (standing() && !closed) {
            mayBeOurs = true;
            ask(current::tryLock, got -> {
                if (got) {
                    taken();
                } else if (wasDegraded) {
                    releaseOrphan();
                }
            });
        }
    }

    /** The log leads here, so nobody else may hold the lock for long: who still does is dead, or will see that it lost it. */
    private void releaseOrphan() {
        Instant now = clock.instant();
        if (orphanedSince == null) {
            orphanedSince = now;
        } else if (now.isAfter(orphanedSince.plus(ORPHANED))) {
            LOG.warn(
                    "PRIOK5204W the leader lock was left by a manager that died while its cache was degraded: releasing it");
            orphanedSince = null;
            ask(() -> locks.forceRelease(NAME), done -> {});
        }
    }

    private void confirm(ClusteredLock current, boolean mine) {
        if (!mine) {
            mayBeOurs = false;
            become(false, "lost");
        } else if (standing() && !closed) {
            taken();
        } else {
            ask(() -> current.unlock().thenApply(done -> true), done -> mayBeOurs = false);
        }
    }

    /** When this manager is no longer eligible the next pulse gives the lock back. */
    private void taken() {
        mayBeOurs = true;
        if (!closed && standing()) {
            wasDegraded = false;
            orphanedSince = null;
            confirmedAt = clock.instant();
            become(true, "taken");
        }
    }

    /** One call at a time: the next is made by the answer's handler, or by a later pulse. */
    private void ask(Supplier<CompletionStage<Boolean>> question, Consumer<Boolean> answer) {
        long number = ++calls;
        call = new Call(number, clock.instant());
        CompletionStage<Boolean> reply = question.get();
        reply.whenComplete((value, failure) -> answered(number, value, failure, answer));
    }

    private synchronized void answered(
            long number, @Nullable Boolean value, @Nullable Throwable failure, Consumer<Boolean> answer) {
        if (call == null || call.number() != number) {
            return;
        }
        call = null;
        if (failure != null || value == null) {
            LOG.debug("the leader lock does not answer", failure);
        } else {
            answer.accept(value);
        }
    }

    private synchronized void become(boolean now, String why) {
        if (held == now) {
            return;
        }
        held = now;
        LOG.info("PRIOK5201I leader lock {}: {}", now ? "held" : "not held", why);
        for (Consumer<Boolean> listener : listeners) {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {
                LOG.error("PRIOK5202E a listener of the leader lock failed", e);
            }
        }
    }
}
