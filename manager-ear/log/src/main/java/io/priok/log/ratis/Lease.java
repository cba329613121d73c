package io.priok.log.ratis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long this member, leading, knows that no other leads.
 *
 * <p>A majority that took an entry of this leader elects nobody for the shortest election time-out from then on: a follower that
 * has heard its leader refuses the vote before the vote, and one that has not lacks the entry. So the lease counts from the moment
 * before the entry was written, and lasts half of that time-out. It trusts no clock's reading, only that clocks run about equally
 * fast; a process that is stopped finds its lease over when it goes on. Handing over skips the vote before the vote, therefore there
 * is no lease meanwhile.
 *
 * <p>Ratis's own word for who leads is not enough: a leader that sleeps, or is cut off, says so for some hundred milliseconds
 * after another was elected.
 */
final class Lease {
    /** A member's lead, when something was written. */
    record Start(long term, long at) {}

    private final LongSupplier termLed;
    private final LongSupplier nanoTime;
    private final long length;
    private final AtomicReference<@Nullable Start> newest = new AtomicReference<>();
    private volatile boolean suspended;
    /** What began earlier renews nothing. */
    private volatile long floor;

    /** @param termLed the term that this member leads in now, 0 when it does not */
    Lease(LongSupplier termLed, LongSupplier nanoTime, Duration shortestElection) {
        this.termLed = termLed;
        this.nanoTime = nanoTime;
        this.floor = nanoTime.getAsLong();
        this.length = shortestElection.toNanos() / 2;
    }

    /** To be called before an entry is written. */
    Start start() {
        long at = nanoTime.getAsLong();
        return new Start(termLed.getAsLong(), at);
    }

    /** The entry is committed. Whoever leads in the same term now as when it began has led all the time. */
    void confirmed(Start start) {
        if (start.term() != 0 && start.term() == termLed.getAsLong() && start.at() - floor >= 0) {
            newest.accumulateAndGet(start, Lease::later);
        }
    }

    private static Start later(@Nullable Start one, Start other) {
        return one != null && one.term() == other.term() && one.at() - other.at() > 0 ? one : other;
    }

    /** True when no other member can have led between some moment of the past and this one. */
    boolean holds() {
        Start start = newest.get();
        return start != null
                && !suspended
                && nanoTime.getAsLong() - start.at() < length
                && start.term() == termLed.getAsLong();
    }

    /** Another is about to be asked to lead. What is under way when this ends renews nothing. */
    void suspend() {
        suspended = true;
    }

    void resume() {
        floor = nanoTime.getAsLong();
        newest.set(null);
        suspended = false;
    }
}
