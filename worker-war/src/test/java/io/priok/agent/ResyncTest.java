package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.message.Instruction;
import io.priok.message.Queues;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Full reports: when they are sent, and how often again. */
final class ResyncTest {
    private final AgentTrial trial = new AgentTrial();

    private void hear(boolean reportNow) {
        trial.agent().instruct(new Instruction(1, 0, Tasks.NODE, Duration.ofSeconds(1), reportNow, List.of(), 0, ""));
    }

    @Test
    void repeatsAFullReportThatIsNotAnsweredWithMorePatienceEachTime() {
        assertThat(trial.fullReports()).isEqualTo(1);
        trial.pass(Duration.ofMillis(750));
        assertThat(trial.fullReports()).isEqualTo(1);
        trial.pass(Duration.ofMillis(250));
        assertThat(trial.fullReports()).isEqualTo(2);
        trial.pass(Duration.ofMillis(1_750));
        assertThat(trial.fullReports()).isEqualTo(2);
        trial.pass(Duration.ofMillis(250));
        assertThat(trial.fullReports()).isEqualTo(3);
        trial.pass(Duration.ofSeconds(4));
        assertThat(trial.fullReports()).isEqualTo(4);
        trial.pass(Duration.ofSeconds(50));
        assertThat(trial.fullReports()).isEqualTo(14);
    }

    @Test
    void isContentOnlyWhenAllShardsHaveCome() {
        for (int shard = 1; shard < Queues.SHARDS; shard++) {
            trial.answerShard(1, 10, shard);
        }
        int before = trial.fullReports();
        trial.pass(Duration.ofSeconds(1));
        assertThat(trial.fullReports()).isGreaterThan(before);
        trial.answer(1, 11);
        trial.pass(Duration.ofSeconds(1));
        int answered = trial.fullReports();
        trial.pass(Duration.ofSeconds(20));
        assertThat(trial.fullReports()).isEqualTo(answered);
    }

    @Test
    void takesNoNewsForAnAnswer() {
        trial.answer(3, 10);
        trial.pass(Duration.ofSeconds(1));
        trial.answer(3, 11);
        hear(true);
        trial.pass(Duration.ofSeconds(1));
        int before = trial.fullReports();
        trial.answer(2, 99);
        trial.agent().assign(Tasks.message(3, 12, Tasks.task("t1", 12, TaskState.RUNNING)));
        trial.pass(Duration.ofSeconds(20));
        assertThat(trial.fullReports()).isEqualTo(before);
        trial.agent().instruct(new Instruction(3, 0, Tasks.NODE, Duration.ofSeconds(1), true, List.of(), 0, ""));
        trial.agent().assign(Tasks.message(3, 13, Tasks.task("t2", 13, TaskState.RUNNING)));
        trial.pass(Duration.ofSeconds(2));
        assertThat(trial.fullReports()).isGreaterThan(before + 1);
    }

    @Test
    void reportsFullyAtEachNewConnectionToABroker() {
        trial.contented(1, 10);
        trial.pass(Duration.ofSeconds(1));
        int before = trial.fullReports();
        trial.connections++;
        trial.settle();
        assertThat(trial.fullReports()).isEqualTo(before + 1);
        // The other consumers follow: they make no more than one report more.
        trial.connections++;
        trial.settle();
        trial.connections++;
        trial.settle();
        assertThat(trial.fullReports()).isEqualTo(before + 1);
        trial.answer(1, 12);
        trial.pass(Duration.ofMillis(250));
        assertThat(trial.fullReports()).isEqualTo(before + 2);
        trial.answer(1, 13);
        trial.pass(Duration.ofSeconds(10));
        assertThat(trial.fullReports()).isEqualTo(before + 2);
    }

    @Test
    void doesNotWaitForTheNextTryOnceThereIsAConnection() {
        trial.postbox.breakDown(true);
        trial.pass(Duration.ofSeconds(10));
        trial.postbox.breakDown(false);
        int before = trial.fullReports();
        trial.connections++;
        trial.settle();
        assertThat(trial.fullReports()).isEqualTo(before + 1);
    }

    @Test
    void reportsFullyWhenTheLeaderHasBeenSilentForLong() {
        trial.contented(1, 10);
        trial.pass(Duration.ofSeconds(1));
        int before = trial.fullReports();
        trial.pass(Duration.ofSeconds(30));
        hear(false);
        trial.pass(Duration.ofSeconds(34));
        assertThat(trial.fullReports()).isEqualTo(before);
        trial.pass(Duration.ofSeconds(2));
        assertThat(trial.fullReports()).isEqualTo(before + 1);
    }

    @Test
    void learnsFromTheAnswerWhatItWasNotTold() {
        Task task = Tasks.task("t1", 10, TaskState.RUNNING);
        trial.agent().assign(Tasks.message(1, 10, task));
        trial.settle();
        Task lost = Tasks.task("t2", 11, TaskState.RUNNING);
        trial.answer(1, 12, lost);
        assertThat(trial.engine.has("t1")).isFalse();
        assertThat(trial.engine.runs("t2")).isTrue();
    }
}
