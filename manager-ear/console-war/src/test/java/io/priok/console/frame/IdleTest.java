package io.priok.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleTest {
    private final Idle idle = new Idle(Duration.ofMinutes(30));

    @Test
    void endsWithoutDeeds() {
        assertThat(idle.isOver(0, Duration.ofMinutes(30).toMillis())).isFalse();
        assertThat(idle.isOver(0, Duration.ofMinutes(30).toMillis() + 1)).isTrue();
    }

    @Test
    void takesNoRefreshForADeed() {
        assertThat(Idle.isDeed("push:refresh")).isFalse();
        assertThat(Idle.isDeed("scaleForm:do")).isTrue();
        assertThat(Idle.isDeed(null)).isTrue();
    }
}
