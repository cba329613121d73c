package io.priok.log;

import java.time.Duration;

/**
 * How patient a member is.
 *
 * @param electionMin shortest silence of the leader after which a member stands for election
 * @param electionMax longest such silence; also how soon a leader without a majority steps down
 * @param request how long an append or a read barrier may take before it fails
 */
public record LogTiming(Duration electionMin, Duration electionMax, Duration request) {
    public LogTiming {
        if (electionMin.isNegative() || electionMin.isZero() || electionMax.compareTo(electionMin) <= 0) {
            throw new IllegalArgumentException("election time-outs must satisfy 0 < min < max");
        }
    }

    /** Survives pauses of half a second, finds a new leader within a second. */
    public static LogTiming standard() {
        return new LogTiming(Duration.ofMillis(500), Duration.ofMillis(900), Duration.ofSeconds(8));
    }
}
