package io.priok.agent;

import io.priok.message.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * When a full report is due. Goal: whatever was lost between the leader and this node is made up for, by the complete sets that
 * answer a full report. Constraint: answers may be lost with a broker as well, and a leader that is slow must not be flooded.
 *
 * <p>Algorithm: a report is wanted by whoever sees that something may be lost. Once sent it is outstanding until the sets of all
 * shards have come; if they do not come in time it is wanted again, each time with more patience. Nobody's word for long makes one
 * wanted, too. Not thread-safe.
 */
final class Resync {
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);
    static final Duration LAST_PATIENCE = Duration.ofSeconds(5);
    /** However many want one at once: consumers, for example, reach a new broker one after another. */
    static final Duration APART = Duration.ofMillis(250);
    /** A leader asks for a report every 30 s: this is longer, so that only its silence makes the agent act. */
    static final Duration SILENCE = Duration.ofSeconds(35);

    private final BitSet missing = new BitSet(Queues.SHARDS);
    private boolean wanted;
    private Duration patience = FIRST_PATIENCE;
    private @Nullable Instant notBefore;
    private @Nullable Instant givenUpAt;
    private Instant heardAt;

    Resync(Instant now) {
        heardAt = now;
    }

    void want() {
        wanted = true;
    }

    /** The leader's answers to what was sent before are of no use: it is a new membership. */
    void begin(Instant now) {
        wanted = true;
        notBefore = null;
        givenUpAt = null;
        patience = FIRST_PATIENCE;
        heardAt = now;
    }

    boolean isDue(Instant now) {
        Instant late = givenUpAt;
        if (late != null && Timers.isDue(late, LAST_PATIENCE, now)) {
            wanted = true;
        }
        if (Timers.isDue(heardAt.plus(SILENCE), SILENCE, now)) {
            wanted = true;
            heardAt = now;
        }
        Instant apart = notBefore;
        return wanted && (apart == null || Timers.isDue(apart, APART, now));
    }

    /** When one may be due that is not now; null when only news can make it so, or silence. */
    @Nullable
    Instant next() {
        return wanted ? notBefore : givenUpAt;
    }

    /** A full report is being sent. */
    void sent(Instant now) {
        wanted = false;
        missing.set(0, Queues.SHARDS);
        notBefore = now.plus(APART);
        givenUpAt = now.plus(patience);
        Duration doubled = patience.multipliedBy(2);
        patience = doubled.compareTo(LAST_PATIENCE) > 0 ? LAST_PATIENCE : doubled;
    }

    /** It reached nobody: that says nothing of the leader's patience with it. */
    void unsent() {
        wanted = true;
        givenUpAt = null;
        notBefore = null;
    }

    /** The leader said something. */
    void heard(Instant now) {
        heardAt = now;
    }

    /** A shard's complete set has come. */
    void answered(int shard) {
        missing.clear(shard);
        if (missing.isEmpty()) {
            givenUpAt = null;
            patience = FIRST_PATIENCE;
        }
    }
}
