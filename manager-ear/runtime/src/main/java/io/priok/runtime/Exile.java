package io.priok.runtime;

import io.priok.log.ReplicatedLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Notices that this manager was taken out of the log's group for good. As a rule the order to be a worker follows at once. Where it does
 * not, the node was promoted again before it obeyed, and can only come back with a log of its own that is new.
 */
final class Exile {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final ReplicatedLog log;
    private final InstantSource clock;
    private final Runnable end;
    private @Nullable Instant since;
    private boolean ended;

    Exile(ReplicatedLog log, InstantSource clock, Runnable end) {
        this.log = log;
        this.clock = clock;
        this.end = end;
    }

    void look() {
        Instant now = clock.instant();
        if (!log.removed()) {
            since = null;
        } else if (since == null) {
            since = now;
        } else if (!ended && now.isAfter(since.plus(PATIENCE))) {
            ended = true;
            end.run();
        }
    }
}
