package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.agent.FakeEngine.Box;
import io.priok.agent.FakeEngine.Mood;
import io.priok.domain.TaskState;
import io.priok.message.FullReport;
import io.priok.message.Heartbeat;
import io.priok.message.Instruction;
import io.priok.message.StatusReport;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A full disk, and a clock that is set back. */
final class AdversityTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AgentTrial trial = new AgentTrial();

    private void assign(long index, TaskState desired) {
        trial.agent().assign(Tasks.message(1, index, Tasks.task("t1", index, desired)));
        trial.settle();
    }

    @Test
    void reportsAnEndThatCouldNotBeWrittenAtFirst() {
        assign(10, TaskState.RUNNING);
        trial.journal.full = true;
        Box box = trial.engine.of("t1");
        assertThatThrownBy(() -> trial.engine.exit(box, 3)).isInstanceOf(UncheckedIOException.class);
        trial.pass(Duration.ofSeconds(3));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
        trial.journal.full = false;
        trial.pass(Duration.ofSeconds(6));
        assertThat(trial.state("t1")).isEqualTo(TaskState.FAILED);
    }

    @Test
    void startsOnceThoughTheStartCouldNotBeWritten() {
        trial.engine.onStart = () -> trial.journal.full = true;
        assign(10, TaskState.RUNNING);
        assertThat(trial.engine.runs("t1")).isTrue();
        trial.pass(Duration.ofSeconds(12));
        trial.journal.full = false;
        trial.pass(Duration.ofSeconds(12));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
        assertThat(trial.engine.ever)
                .singleElement()
                .satisfies(box -> assertThat(box.starts).isEqualTo(1));
    }

    @Test
    void beginsATaskWhoseFirstStepCouldNotBeWritten() {
        trial.agent().assign(Tasks.message(1, 10, Tasks.task("t1", 10, TaskState.RUNNING)));
        trial.journal.full = true;
        trial.settle();
        assertThat(trial.engine.ever).isEmpty();
        trial.journal.full = false;
        trial.pass(Duration.ofSeconds(6));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void livesOnWhileItCannotMakeCertainWhatItHasSeen() {
        assign(10, TaskState.RUNNING);
        trial.journal.dead = true;
        trial.engine.exit(trial.engine.of("t1"), 3);
        int reports = trial.postbox.sent(StatusReport.class).size();
        int beats = trial.postbox.sent(Heartbeat.class).size();
        trial.pass(Duration.ofSeconds(10));
        assertThat(trial.postbox.sent(Heartbeat.class)).hasSizeGreaterThan(beats + 6);
        assertThat(trial.postbox.sent(StatusReport.class)).hasSize(reports);
        trial.journal.dead = false;
        trial.pass(Duration.ofSeconds(6));
        assertThat(trial.state("t1")).isEqualTo(TaskState.FAILED);
    }

    @Test
    void ticksOnWhenATickFails() {
        assign(10, TaskState.RUNNING);
        trial.engine.deaf = true;
        trial.engine.exit(trial.engine.of("t1"), 0);
        trial.journal.full = true;
        trial.pass(Duration.ofSeconds(20));
        trial.journal.full = false;
        trial.pass(Duration.ofSeconds(6));
        assertThat(trial.state("t1")).isEqualTo(TaskState.COMPLETE);
    }

    @Test
    void asksForCompleteSetsAfterAMessageThatItCouldNotTake() {
        trial.agent().instruct(new Instruction(1, 0, Tasks.NODE, Duration.ofSeconds(1), false, List.of(), 0, ""));
        trial.contented(1, 5);
        trial.pass(Duration.ofSeconds(1));
        int before = trial.postbox.sent(FullReport.class).size();
        trial.journal.full = true;
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> assign(10, TaskState.RUNNING)).isInstanceOf(UncheckedIOException.class);
        }
        trial.journal.full = false;
        trial.pass(Duration.ofMillis(5_500));
        assertThat(trial.postbox.sent(FullReport.class)).hasSize(before + 1);
    }

    @Test
    void killsInTimeThoughTheClockIsSetBack() {
        trial.engine.stubborn = true;
        assign(10, TaskState.RUNNING);
        Box box = trial.engine.of("t1");
        assign(11, TaskState.SHUTDOWN);
        trial.setBack(HOUR);
        trial.pass(Duration.ofSeconds(9));
        assertThat(box.signals).containsExactly("SIGTERM");
        trial.pass(Duration.ofSeconds(12));
        assertThat(box.signals).containsExactly("SIGTERM", "SIGKILL");
    }

    @Test
    void triesAgainInTimeThoughTheClockIsSetBack() {
        trial.engine.next(Mood.AWAY);
        assign(10, TaskState.RUNNING);
        assertThat(trial.engine.ever).isEmpty();
        trial.setBack(HOUR);
        trial.pass(Duration.ofSeconds(1));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void comparesInTimeThoughTheClockIsSetBack() {
        assign(10, TaskState.RUNNING);
        trial.engine.deaf = true;
        trial.engine.exit(trial.engine.of("t1"), 0);
        trial.setBack(HOUR);
        trial.pass(Duration.ofSeconds(11));
        assertThat(trial.state("t1")).isEqualTo(TaskState.COMPLETE);
    }

    @Test
    void findsTheEngineAgainThoughTheClockIsSetBack() {
        trial.engine.die(true);
        trial.pass(Duration.ofSeconds(5));
        trial.setBack(HOUR);
        trial.engine.up = true;
        trial.pass(Duration.ofSeconds(3));
        assertThat(trial.agent().isEngineUp()).isTrue();
    }
}
