package io.priok.core.liveness;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How regularly a node's signs of life have come of late: the longest silence between the last {@value #REMEMBERED} of them. */
final class Rhythm {
    static final int REMEMBERED = 16;

    private final Duration[] gaps = new Duration[REMEMBERED];
    private int next;
    private @Nullable Instant last;

    Rhythm() {
        forget();
    }

    final void forget() {
        Arrays.fill(gaps, Duration.ZERO);
        last = null;
    }

    void beat(Instant at) {
        if (last != null && at.isAfter(last)) {
            gaps[next] = Duration.between(last, at);
            next = (next + 1) % REMEMBERED;
        }
        last = at;
    }

    /** The next beat tells nothing of how regular the node is: it had to find another manager, or nobody listened. */
    void interrupt() {
        last = null;
    }

    Duration longest() {
        Duration longest = Duration.ZERO;
        for (Duration gap : gaps) {
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }
}
