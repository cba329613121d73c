package io.priok.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that this manager was taken out of the log's group. As a rule it is told at once what it is to be now. But the others no
 * longer hold a link to its broker, so whoever is connected there, this host's agent among them, may hear nothing any more, and has to
 * be sent elsewhere.
 */
final class Retirement {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final BooleanSupplier isInGroup;
    private final BooleanSupplier removed;
    private final InstantSource clock;
    private final Runnable retire;
    private boolean wasInGroup;
    private @Nullable Instant since;
    private boolean retired;

    /**
     * @param isInGroup false also for one that was not taken in yet
     * @param removed true once the log knows for good that this member was taken out
     * @param retire called once
     */
    Retirement(BooleanSupplier isInGroup, BooleanSupplier removed, InstantSource clock, Runnable retire) {
        this.isInGroup = isInGroup;
        this.removed = removed;
        this.clock = clock;
        this.retire = retire;
    }

    void look() {
        Instant now = clock.instant();
        boolean gone = removed.getAsBoolean();
        boolean inGroup = isInGroup.getAsBoolean() && !gone;
        boolean out = gone || (wasInGroup && !inGroup);
        wasInGroup |= inGroup;
        if (!out) {
            since = null;
        } else if (since == null) {
            since = now;
        } else if (!retired && now.isAfter(since.plus(PATIENCE))) {
            retired = true;
            retire.run();
        }
    }
}
