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

    /** Survives pauses of more than half a second, finds a new leader in little more than one. */
    public static LogTiming standard() {
        return new LogTiming(Duration.ofMillis(600), Duration.ofMillis(1_100), Duration.ofSeconds(8));
    }
}
