package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.Refusal;
import io.priok.image.Image;
import io.priok.log.LogException;
import io.priok.log.LogStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplicatedStateTest {
    private final SleptLog log = new SleptLog();
    private final ReplicatedState state = new ReplicatedState(
            log, new ImageMachine(Image.empty(), null, null, EntryFormat.CURRENT, null), null, Runnable::run);

    @Test
    void aLeaderThatKnowsThatItLeadsAnswersAtOnce() {
        log.current = true;
        assertThat(state.current().index()).isZero();
        assertThat(log.barriers).isZero();
    }

    @Test
    void oneThatOnlyThinksSoAsksTheOthers() {
        assertThat(state.current().index()).isZero();
        assertThat(log.barriers).isEqualTo(1);
    }

    @Test
    void andRefusesWithoutThem() {
        log.alone = true;
        assertThatThrownBy(state::current)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE));
    }

    /** Calls itself leader, whatever the others do. */
    private static final class SleptLog extends UnusedLog {
        private boolean current;
        private boolean alone;
        private int barriers;

        @Override
        public boolean isCurrent() {
            return current;
        }

        @Override
        public CompletableFuture<Long> readBarrier() {
            barriers++;
            return alone
                    ? CompletableFuture.failedFuture(new LogException(LogException.Kind.NO_LEADER, "alone"))
                    : CompletableFuture.completedFuture(0L);
        }

        @Override
        public LogStatus status() {
            return new LogStatus(LogStatus.Role.LEADER, 1, Optional.of("a"), 0, 0, List.of());
        }
    }
}
