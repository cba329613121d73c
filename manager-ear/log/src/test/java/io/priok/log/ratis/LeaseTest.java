package io.priok.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private long term = 3;
    private long now = 1_000;
    private final Lease lease = new Lease(() -> term, () -> now, Duration.ofMillis(600));

    @Test
    void lastsFromBeforeTheEntryWasWritten() {
        Lease.Start start = lease.start();
        pass(299);
        assertThat(lease.holds()).isFalse();
        lease.confirmed(start);
        assertThat(lease.holds()).isTrue();
        pass(1);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void anEntryThatWasLongUnderWayDoesNotShortenIt() {
        Lease.Start old = lease.start();
        pass(250);
        lease.confirmed(lease.start());
        lease.confirmed(old);
        pass(200);
        assertThat(lease.holds()).isTrue();
    }

    @Test
    void isOverForOneThatSlept() {
        lease.confirmed(lease.start());
        Lease.Start beforeSleep = lease.start();
        pass(60_000);
        assertThat(lease.holds()).isFalse();
        lease.confirmed(beforeSleep);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void endsWithTheTerm() {
        Lease.Start start = lease.start();
        lease.confirmed(start);
        term = 0;
        assertThat(lease.holds()).isFalse();
        term = 5;
        lease.confirmed(start);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void aFollowersEntryGivesNone() {
        term = 0;
        lease.confirmed(lease.start());
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void thereIsNoneWhileAnotherIsAskedToLead() {
        lease.confirmed(lease.start());
        Lease.Start underWay = lease.start();
        lease.suspend();
        assertThat(lease.holds()).isFalse();
        pass(1);
        lease.resume();
        lease.confirmed(underWay);
        assertThat(lease.holds()).isFalse();
        lease.confirmed(lease.start());
        assertThat(lease.holds()).isTrue();
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
