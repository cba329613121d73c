package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.NodeId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Unanswered unanswered = new Unanswered();

    @Test
    void tellsOfReportsThatComeAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(unanswered.reported(NODE, NOW.plusSeconds(4L * i))).isFalse();
        }
        assertThat(unanswered.reported(NODE, NOW.plusSeconds(12))).isTrue();
        assertThat(unanswered.reported(NODE, NOW.plusSeconds(13)))
                .as("the mended way is given its time")
                .isFalse();
    }

    @Test
    void takesNoNoticeOfReportsThatWereAskedFor() {
        for (int i = 0; i < 20; i++) {
            assertThat(unanswered.reported(NODE, NOW.plus(Duration.ofSeconds(30L * i))))
                    .isFalse();
        }
    }
}
