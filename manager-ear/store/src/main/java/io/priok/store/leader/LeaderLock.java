package io.priok.store.leader;

import io.priok.store.seen.CacheCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
 * <p>The lock is only a proposal, and the log decides who leads (eligible managers exclude each other, but for moments). So the
 * lock must never keep the log's leader from leading for long: its cache takes writes in every part of a split, what a dead manager
 * left is released at once and what a living one does not give back after a while; and one that finds the lock lost takes it again
 * before it says so.
 *
 * <p>The lock is not re-entrant and its calls may hang for seconds or fail without telling whether they had effect. So they are made
 * on threads of their own, at most one is under way at any time, the lock counts as held only after a yes, and for a bounded time when
 * confirmations fail; and it is only asked for after {@code isLockedByMe} said no. All of this object's state is touched under its
 * monitor alone.
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
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    /** How long a lock is refused by one who is not there before it is taken from it: Infinispan does the same at that moment. */
    private static final Duration ORPHANED = Duration.ofMillis(100);
    /** The same for one who is there: it gives back what it should not have with its next pulse, unless it is stuck. */
    private static final Duration CLUNG_TO = Duration.ofSeconds(4);
    /** How long one that found the lock lost tries to take it again before it says so. */
    private static final Duration RETAKE = Duration.ofSeconds(2);
    /** How long {@link #release} leaves the lock to others. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ClusteredLockManager locks;
    private final LockOwner owner;
    private final BooleanSupplier eligible;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledFuture<?> pulse;
    private final ExecutorService questions = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "priok-leader-lock");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable ClusteredLock lock;
    private @Nullable Call call;
    private long calls;
    private Instant confirmedAt = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    /** True from the first attempt to take the lock until it is known not to be ours. */
    private boolean mayBeOurs;

    /** Since when the lock has been refused to us, null when it was not. */
    private @Nullable Instant refusedSince;
    /** Since when the lock that we held has been found to be another's. */
    private @Nullable Instant lostSince;

    private boolean closed;
    private volatile boolean held;

    /** A question to the lock that is under way. */
    private record Call(long number, Instant since) {}

    /**
     * @param eligible true while this manager is the log's leader with a majority behind it, so of one manager at a time; must not
     *     block
     * @param scheduler runs the pulse; calls of the lock never block it
     */
    public LeaderLock(
            CacheCluster cluster, BooleanSupplier eligible, InstantSource clock, ScheduledExecutorService scheduler) {
        this.locks = EmbeddedClusteredLockManagerFactory.from(cluster.manager());
        this.owner = new LockOwner(cluster.manager(), NAME);
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
                questions.execute(() -> {
                    CompletionStage<Void> unused = last.isLockedByMe()
                            .thenCompose(mine -> mine ? last.unlock() : CompletableFuture.completedFuture(null));
                });
            }
            questions.shutdown();
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
        Instant now = clock.instant();
        if (!standing) {
            become(false, "not eligible");
            refusedSince = null;
            lostSince = null;
        } else if (now.isAfter(confirmedAt.plus(TRUST))) {
            become(false, "not confirmed");
        } else if (lostSince != null && now.isAfter(lostSince.plus(RETAKE))) {
            become(false, "lost");
        }
        if (callUnderWay()) {
            return;
        }
        ClusteredLock current = lock;
        if (current == null) {
            // Also on those who do not stand: Infinispan releases what a dead member held only where the lock is known.
            define();
        } else if (standing && (!held || lostSince != null)) {
            ask(current::isLockedByMe, mine -> acquire(current, mine));
        } else if (mayBeOurs && (!standing || now.isAfter(confirmedAt.plus(CONFIRM)))) {
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

    /** Blocks while members come and go, so like all calls not on the pulse's thread. */
    private void define() {
        AtomicReference<@Nullable ClusteredLock> defined = new AtomicReference<>();
        ask(
                () -> {
                    locks.defineLock(NAME);
                    defined.set(locks.get(NAME));
                    return CompletableFuture.completedFuture(true);
                },
                done -> {
                    lock = defined.get();
                    beat();
                });
    }

    private void acquire(ClusteredLock current, boolean mine) {
        if (mine) {
            taken();
        } else if (standing() && !closed) {
            mayBeOurs = true;
            ask(current::tryLock, got -> {
                if (got) {
                    taken();
                } else {
                    refused(current);
                }
            });
        }
    }

    private void refused(ClusteredLock current) {
        Instant now = clock.instant();
        if (refusedSince == null) {
            refusedSince = now;
        }
        Duration patience = owner.isGone() ? ORPHANED : CLUNG_TO;
        if (now.isAfter(refusedSince.plus(patience))) {
            LOG.warn(
                    "PRIOK5204W the leader lock is held by {}, which does not lead the log: releasing it",
                    owner.name());
            refusedSince = null;
            ask(() -> locks.forceRelease(NAME), done -> acquire(current, false));
        }
    }

    private void confirm(ClusteredLock current, boolean mine) {
        if (!standing() || closed) {
            if (mine) {
                ask(() -> current.unlock().thenApply(done -> true), done -> mayBeOurs = false);
            } else {
                mayBeOurs = false;
            }
        } else if (mine) {
            taken();
        } else {
            if (lostSince == null) {
                lostSince = clock.instant();
            }
            acquire(current, false);
        }
    }

    /** When this manager is no longer eligible the next pulse gives the lock back. */
    private void taken() {
        mayBeOurs = true;
        if (!closed && standing()) {
            refusedSince = null;
            lostSince = null;
            confirmedAt = clock.instant();
            become(true, "taken");
        }
    }

    /** One call at a time: the next is made by the answer's handler, or by a later pulse. */
    private void ask(Supplier<CompletionStage<Boolean>> question, Consumer<Boolean> answer) {
        long number = ++calls;
        call = new Call(number, clock.instant());
        try {
            questions.execute(() -> put(number, question, answer));
        } catch (RejectedExecutionException e) {
            LOG.debug("the leader lock is closed", e);
        }
    }

    private void put(long number, Supplier<CompletionStage<Boolean>> question, Consumer<Boolean> answer) {
        try {
            question.get().whenComplete((value, failure) -> answered(number, value, failure, answer));
        } catch (RuntimeException e) {
            answered(number, null, e, answer);
        }
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
