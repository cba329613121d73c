package io.priok.console.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private final Attempts attempts = new Attempts();

    private void fail(int times, Instant at) {
        for (int i = 0; i < times; i++) {
            attempts.failed("10.0.0.9", at);
        }
    }

    @Test
    void letsAFewFailuresPass() {
        fail(4, NOW);
        assertThat(attempts.wait("10.0.0.9", NOW)).isZero();
    }

    @Test
    void makesGuessersWaitAndNobodyElse() {
        fail(5, NOW);
        assertThat(attempts.wait("10.0.0.9", NOW.plusSeconds(10))).isEqualTo(Duration.ofSeconds(20));
        assertThat(attempts.wait("10.0.0.8", NOW)).isZero();
        assertThat(attempts.wait("10.0.0.9", NOW.plusSeconds(31))).isZero();
    }

    @Test
    void goesOnWaitingAfterEachFurtherFailure() {
        fail(5, NOW);
        attempts.failed("10.0.0.9", NOW.plusSeconds(40));
        assertThat(attempts.wait("10.0.0.9", NOW.plusSeconds(41))).isEqualTo(Duration.ofSeconds(29));
    }

    @Test
    void forgetsOldFailures() {
        fail(5, NOW);
        attempts.failed("10.0.0.9", NOW.plusSeconds(3_600));
        assertThat(attempts.wait("10.0.0.9", NOW.plusSeconds(3_600))).isZero();
    }

    @Test
    void forgetsFailuresAfterSuccess() {
        fail(5, NOW);
        attempts.succeeded("10.0.0.9");
        assertThat(attempts.wait("10.0.0.9", NOW)).isZero();
    }
}
