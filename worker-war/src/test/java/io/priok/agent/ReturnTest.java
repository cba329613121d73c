package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.message.FullReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A host that comes back from a power failure, or whose engine does: what it may start, and when. */
final class ReturnTest {
    private final AgentTrial trial = new AgentTrial();
    private final Task task = Tasks.task("t1", 10, TaskState.RUNNING);

    /** A task is prepared and told to run, and then the power fails. */
    private void failBeforeTheStart() {
        trial.agent().assign(Tasks.message(1, 9, Tasks.task("t1", 9, TaskState.READY)));
        trial.settle();
        trial.engine.up = false;
        trial.agent().assign(Tasks.message(1, 10, task));
        trial.engine.up = true;
        trial.crash(false);
    }

    @Test
    void reportsAllBeforeItStartsAnything() {
        failBeforeTheStart();
        trial.pass(Duration.ofSeconds(5));
        assertThat(trial.engine.runs("t1")).isFalse();
        assertThat(trial.postbox.sent(FullReport.class))
                .anySatisfy(report -> assertThat(report.tasks()).hasSize(1));
        trial.answer(1, 11, task);
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void neverStartsWhatTheLeaderHasMovedElsewhere() {
        failBeforeTheStart();
        trial.pass(Duration.ofSeconds(5));
        trial.answer(1, 11);
        trial.pass(Duration.ofSeconds(20));
        assertThat(trial.engine.ever).allSatisfy(box -> assertThat(box.starts).isZero());
        assertThat(trial.engine.has("t1")).isFalse();
    }

    @Test
    void holdsBackOldNewsThatWereStillInAQueue() {
        failBeforeTheStart();
        trial.agent().assign(Tasks.message(1, 11, Tasks.task("t2", 11, TaskState.RUNNING)));
        trial.agent().assign(Tasks.message(1, 12, task));
        trial.settle();
        assertThat(trial.engine.runs("t1")).isFalse();
        assertThat(trial.engine.runs("t2")).isFalse();
        trial.answer(1, 13, task);
        assertThat(trial.engine.runs("t1")).isTrue();
        assertThat(trial.engine.has("t2")).isFalse();
    }

    @Test
    void goesOnByItsJournalWhenNoManagerAnswers() {
        failBeforeTheStart();
        trial.pass(Duration.ofMillis(9_500));
        assertThat(trial.engine.runs("t1")).isFalse();
        trial.pass(Duration.ofSeconds(1));
        assertThat(trial.engine.runs("t1")).isTrue();
        trial.answer(1, 11);
        assertThat(trial.engine.has("t1")).isFalse();
    }

    @Test
    void waitsFromTheMomentWhenTheEngineIsThere() {
        failBeforeTheStart();
        trial.engine.die(true);
        trial.crash(false);
        trial.pass(Duration.ofSeconds(30));
        trial.engine.up = true;
        trial.pass(Duration.ofSeconds(9));
        assertThat(trial.engine.runs("t1")).isFalse();
        trial.pass(Duration.ofSeconds(4));
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void asksAgainBeforeItStartsAnythingOnAnEngineThatCameBack() {
        trial.answer(1, 5);
        trial.agent().assign(Tasks.message(1, 9, Tasks.task("t1", 9, TaskState.READY)));
        trial.settle();
        trial.engine.die(false);
        trial.agent().assign(Tasks.message(1, 10, task));
        trial.engine.up = true;
        trial.pass(Duration.ofSeconds(3));
        assertThat(trial.engine.runs("t1")).isFalse();
        trial.answer(1, 11, task);
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void stopsWhatRunsElsewhereByNowAllAtOnce() {
        trial.engine.stubborn = true;
        for (int i = 0; i < 20; i++) {
            trial.agent().assign(Tasks.message(1, 10 + i, Tasks.task("t" + i, 10 + i, TaskState.RUNNING)));
        }
        trial.settle();
        trial.answer(2, 50);
        assertThat(trial.engine.boxes.values())
                .hasSize(20)
                .allSatisfy(box -> assertThat(box.signals).containsExactly("SIGTERM"));
        trial.pass(Duration.ofMillis(10_250));
        assertThat(trial.engine.boxes).isEmpty();
    }

    @Test
    void leavesRunningContainersAloneWhileItWaits() {
        trial.agent().assign(Tasks.message(1, 10, task));
        trial.settle();
        trial.crash(true);
        trial.pass(Duration.ofSeconds(20));
        assertThat(trial.engine.of("t1").starts).isEqualTo(1);
        assertThat(trial.engine.runs("t1")).isTrue();
    }
}
