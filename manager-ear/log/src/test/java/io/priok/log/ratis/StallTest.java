package io.priok.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StallTest {
    private final Stall stall = new Stall(10);

    private long reports(int looks, boolean following, long lastIndex, long committed) {
        return IntStream.range(0, looks)
                .filter(i -> stall.look(following, lastIndex, committed))
                .count();
    }

    @Test
    void isReportedOnceWhenEntriesAreHeardOfAndNotTaken() {
        assertThat(reports(10, true, 271, 280)).isZero();
        assertThat(reports(1, true, 271, 290)).isEqualTo(1);
        assertThat(reports(100, true, 271, 300)).isZero();
    }

    @Test
    void isNoneWhileEntriesComeHoweverFarBehind() {
        for (int index = 1; index < 200; index++) {
            assertThat(stall.look(true, index, 1_000)).isFalse();
            assertThat(stall.look(true, index, 1_000)).isFalse();
        }
    }

    @Test
    void isNoneWithoutALeaderOrWithAllThereIs() {
        assertThat(reports(100, false, 271, 280)).isZero();
        assertThat(reports(100, true, 280, 280)).isZero();
    }

    @Test
    void beginsAnewWithEachEntry() {
        reports(9, true, 271, 280);
        assertThat(reports(9, true, 272, 280)).isZero();
        assertThat(reports(3, true, 272, 280)).isEqualTo(1);
    }
}
