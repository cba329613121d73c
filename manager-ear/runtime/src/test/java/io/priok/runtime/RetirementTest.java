package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RetirementTest {
    private final AtomicBoolean member = new AtomicBoolean();
    private final AtomicBoolean removed = new AtomicBoolean();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Retirement retirement = new Retirement(member::get, removed::get, now::get, ends::incrementAndGet);

    private int endsAfter(Duration time) {
        for (Instant end = now.get().plus(time); now.get().isBefore(end); ) {
            retirement.look();
            now.updateAndGet(at -> at.plusMillis(250));
        }
        return ends.get();
    }

    @Test
    void waitsWhileItIsNotTakenInYet() {
        assertThat(endsAfter(Duration.ofMinutes(5))).isZero();
    }

    @Test
    void retiresOnceWhenItWasTakenOut() {
        member.set(true);
        assertThat(endsAfter(Duration.ofSeconds(5))).isZero();
        member.set(false);
        assertThat(endsAfter(Duration.ofSeconds(1)))
                .as("it may be told in time")
                .isZero();
        assertThat(endsAfter(Duration.ofSeconds(10))).isEqualTo(1);
    }

    @Test
    void retiresWhenItLearnsOnlyLaterThatItWasTakenOut() {
        member.set(true);
        removed.set(true);
        assertThat(endsAfter(Duration.ofSeconds(2))).isEqualTo(1);
    }

    @Test
    void staysWhenTheGroupChangesItsMind() {
        member.set(true);
        endsAfter(Duration.ofSeconds(1));
        member.set(false);
        endsAfter(Duration.ofMillis(750));
        member.set(true);
        assertThat(endsAfter(Duration.ofSeconds(5))).isZero();
    }
}
