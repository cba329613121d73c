package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.agent.Container.Phase;
import io.priok.agent.FakeEngine.Box;
import io.priok.agent.FakeEngine.Mood;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.message.FullReport;
import io.priok.message.Heartbeat;
import io.priok.message.Instruction;
import io.priok.message.LogChunk;
import io.priok.message.LogRequest;
import io.priok.message.Queues;
import io.priok.message.StatusReport;
import io.priok.message.TaskAssignment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AgentTest {
    private final AgentTrial trial = new AgentTrial();

    private void assign(long index, Task task) {
        trial.agent().assign(Tasks.message(1, index, task));
        trial.settle();
    }

    @Test
    void takesAssignmentToRunningWithThreeCalls() {
        trial.engine.calls.clear();
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        assertThat(trial.engine.calls)
                .containsExactlyInAnyOrderEntriesOf(Map.of("create", 1, "start", 1, "inspect", 1));
        TaskStatus status = trial.status("t1");
        assertThat(status.state()).isEqualTo(TaskState.RUNNING);
        assertThat(status.message()).isEqualTo("started");
        assertThat(status.container().pid()).isEqualTo(4711);
    }

    @Test
    void waitsAtReadyUntilTheManagersWantItRunning() {
        assign(10, Tasks.task("t1", 10, TaskState.READY));
        assertThat(trial.state("t1")).isEqualTo(TaskState.READY);
        assertThat(trial.status("t1").message()).isEqualTo("prepared");
        assertThat(trial.engine.of("t1").phase).isEqualTo(Phase.CREATED);
        assign(11, Tasks.task("t1", 11, TaskState.RUNNING));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void reportsExitCodesAsTheRealOneDoes() {
        assign(10, Tasks.task("good", 10, TaskState.RUNNING));
        assign(11, Tasks.task("bad", 11, TaskState.RUNNING));
        trial.engine.exit(trial.engine.of("good"), 0);
        trial.engine.exit(trial.engine.of("bad"), 3);
        trial.settle();
        assertThat(trial.status("good").message()).isEqualTo("finished");
        assertThat(trial.state("good")).isEqualTo(TaskState.COMPLETE);
        assertThat(trial.state("bad")).isEqualTo(TaskState.FAILED);
        assertThat(trial.status("bad").err()).isEqualTo("task: non-zero exit (3)");
        assertThat(trial.status("bad").container().exitCode()).isEqualTo(3);
    }

    @Test
    void killsOnlyWhatDoesNotHeedTheSignalWithinItsGrace() {
        trial.engine.stubborn = true;
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        Box box = trial.engine.of("t1");
        assign(11, Tasks.task("t1", 11, TaskState.SHUTDOWN));
        trial.pass(Duration.ofSeconds(9));
        assertThat(box.signals).containsExactly("SIGTERM");
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
        trial.pass(Duration.ofSeconds(2));
        assertThat(box.signals).containsExactly("SIGTERM", "SIGKILL");
        assertThat(trial.state("t1")).isEqualTo(TaskState.SHUTDOWN);
        assertThat(trial.status("t1").message()).isEqualTo("shutdown");
        assertThat(trial.engine.has("t1")).isTrue();
    }

    @Test
    void removesTheContainerOfATaskThatTheManagersForgot() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.agent()
                .assign(Tasks.message(
                        1, 11, new TaskAssignment(Tasks.task("t1", 10, TaskState.RUNNING), "host1", true)));
        trial.settle();
        assertThat(trial.state("t1")).isEqualTo(TaskState.SHUTDOWN);
        assertThat(trial.engine.has("t1")).isFalse();
    }

    @Test
    void removesWhatACompleteSetDoesNotName() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        int shard = Queues.shardOf(new TaskId("t1"));
        trial.agent().assign(Tasks.complete(1, 20, (shard + 1) % Queues.SHARDS));
        trial.settle();
        assertThat(trial.engine.runs("t1")).isTrue();
        trial.agent().assign(Tasks.complete(1, 21, shard));
        trial.settle();
        assertThat(trial.engine.has("t1")).isFalse();
    }

    @Test
    void ignoresACompleteSetOlderThanTheTask() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.agent().assign(Tasks.complete(1, 9, Queues.shardOf(new TaskId("t1"))));
        trial.settle();
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void doesNotRaiseAForgottenTaskForALateMessage() {
        Task task = Tasks.task("t1", 10, TaskState.RUNNING);
        assign(10, task);
        trial.agent().assign(Tasks.message(1, 11, new TaskAssignment(task, "host1", true)));
        trial.settle();
        assign(10, task);
        assertThat(trial.engine.has("t1")).isFalse();
        trial.crash(false);
        assign(10, task);
        assertThat(trial.engine.has("t1")).isFalse();
    }

    @Test
    void ignoresAnOlderVersionAndADoubledMessage() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        assign(12, Tasks.task("t1", 12, TaskState.SHUTDOWN));
        assign(11, Tasks.task("t1", 11, TaskState.RUNNING));
        assign(12, Tasks.task("t1", 12, TaskState.SHUTDOWN));
        assertThat(trial.state("t1")).isEqualTo(TaskState.SHUTDOWN);
        assertThat(trial.engine.of("t1").starts).isEqualTo(1);
    }

    @Test
    void refusesAnOlderTermEvenAfterARestart() {
        trial.agent().assign(Tasks.message(5, 10, Tasks.task("t1", 10, TaskState.RUNNING)));
        trial.settle();
        trial.crash(true);
        trial.agent().assign(Tasks.message(4, 99, Tasks.task("t2", 99, TaskState.RUNNING)));
        trial.agent().assign(Tasks.complete(4, 99, Queues.shardOf(new TaskId("t1"))));
        trial.settle();
        assertThat(trial.engine.has("t2")).isFalse();
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void reportsEverythingWhenAHigherTermIsFirstObeyed() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.pass(Duration.ofMillis(500));
        int before = trial.postbox.sent(FullReport.class).size();
        trial.agent().instruct(new Instruction(2, 0, Tasks.NODE, Duration.ofSeconds(1), false, List.of(), 0, ""));
        trial.settle();
        List<FullReport> reports = trial.postbox.sent(FullReport.class);
        assertThat(reports).hasSize(before + 1);
        assertThat(reports.get(before).highestTerm()).isEqualTo(2);
        assertThat(reports.get(before).tasks()).hasSize(1);
    }

    @Test
    void refusesNewsForAnotherNode() {
        Task task = Tasks.task("t1", 10, TaskState.RUNNING);
        trial.node = java.util.Optional.of(new io.priok.domain.NodeId("other"));
        trial.settle();
        assign(10, task);
        assertThat(trial.engine.has("t1")).isFalse();
    }

    @Test
    void stopsAndRemovesEverythingWhenTheNodeLeaves() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        Box box = trial.engine.of("t1");
        trial.node = java.util.Optional.empty();
        trial.pass(Duration.ofSeconds(2));
        assertThat(box.signals).containsExactly("SIGTERM");
        assertThat(trial.engine.boxes).isEmpty();
        assertThat(trial.journal.load().tasks()).isEmpty();
        trial.node = java.util.Optional.of(Tasks.NODE);
        trial.pass(Duration.ofSeconds(1));
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void adoptsARunningContainerAfterARestartWithoutTouchingIt() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.engine.calls.clear();
        trial.crash(true);
        assertThat(trial.engine.of("t1").starts).isEqualTo(1);
        assertThat(trial.engine.calls).doesNotContainKeys("create", "start", "signal", "delete");
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void learnsTheExitCodeOfWhatEndedWhileItWasAway() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.engine.deaf = true;
        trial.engine.exit(trial.engine.of("t1"), 7);
        trial.engine.deaf = false;
        trial.crash(false);
        assertThat(trial.status("t1").err()).isEqualTo("task: non-zero exit (7)");
    }

    @Test
    void failsATaskWhoseContainerWasRemovedBehindItsBack() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        Box box = trial.engine.of("t1");
        trial.engine.deaf = true;
        trial.engine.vanish(box);
        trial.pass(Duration.ofSeconds(11));
        assertThat(trial.state("t1")).isEqualTo(TaskState.FAILED);
        assertThat(trial.status("t1").err()).isEqualTo("No such container: " + box.id);
    }

    @Test
    void adoptsAContainerThatItHasNoRecordOf() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.journal.clear();
        trial.crash(false);
        assertThat(trial.postbox.reported("t1", TaskState.RUNNING)).isTrue();
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        assertThat(trial.engine.of("t1").starts).isEqualTo(1);
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void removesAContainerWithoutRecordThatTheCompleteSetDoesNotName() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.journal.clear();
        trial.crash(false);
        trial.agent().assign(Tasks.complete(1, 20, Queues.shardOf(new TaskId("t1"))));
        trial.settle();
        assertThat(trial.engine.boxes).isEmpty();
    }

    @Test
    void leavesContainersAloneThatLiveThroughARestartOfTheEngine() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.engine.die(true);
        trial.pass(Duration.ofSeconds(5));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
        trial.engine.up = true;
        trial.pass(Duration.ofSeconds(5));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
        assertThat(trial.engine.of("t1").starts).isEqualTo(1);
    }

    @Test
    void failsWhatDiedWithTheEngineOnceItIsBack() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.engine.die(false);
        trial.pass(Duration.ofSeconds(5));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
        trial.engine.up = true;
        trial.pass(Duration.ofSeconds(3));
        assertThat(trial.status("t1").err()).isEqualTo("task: non-zero exit (255)");
    }

    @Test
    void isSilentWhileTheEngineStaysAway() {
        trial.engine.die(true);
        trial.pass(Duration.ofSeconds(20));
        int beats = trial.postbox.sent(Heartbeat.class).size();
        trial.pass(Duration.ofSeconds(5));
        assertThat(trial.postbox.sent(Heartbeat.class)).hasSize(beats);
        trial.engine.up = true;
        int reports = trial.postbox.sent(FullReport.class).size();
        trial.pass(Duration.ofSeconds(5));
        assertThat(trial.postbox.sent(FullReport.class)).hasSizeGreaterThan(reports);
        assertThat(trial.postbox.sent(Heartbeat.class)).hasSizeGreaterThan(beats);
    }

    @Test
    void startsAContainerOnceWhenTheAnswerIsLost() {
        trial.engine.next(Mood.ANSWER_LOST);
        trial.engine.next(Mood.FINE);
        trial.engine.next(Mood.ANSWER_LOST);
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.pass(Duration.ofSeconds(3));
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
        assertThat(trial.engine.ever).hasSize(1);
        assertThat(trial.engine.of("t1").starts).isEqualTo(1);
    }

    @Test
    void doesNotStartAgainWhatEndedWhileTheAnswerWasLost() {
        assign(10, Tasks.task("t1", 10, TaskState.READY));
        trial.engine.next(Mood.ANSWER_LOST);
        trial.agent().assign(Tasks.message(1, 11, Tasks.task("t1", 11, TaskState.RUNNING)));
        trial.settle();
        trial.engine.deaf = true;
        trial.engine.exit(trial.engine.of("t1"), 1);
        trial.pass(Duration.ofSeconds(3));
        assertThat(trial.state("t1")).isEqualTo(TaskState.FAILED);
        assertThat(trial.engine.of("t1").starts).isEqualTo(1);
    }

    @Test
    void staysStartingUntilHealthy() {
        trial.engine.healthChecked = true;
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.pass(Duration.ofMillis(250));
        assertThat(trial.state("t1")).isEqualTo(TaskState.STARTING);
        trial.engine.feel(trial.engine.of("t1"), true);
        trial.settle();
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void stopsAndFailsAnUnhealthyContainer() {
        trial.engine.healthChecked = true;
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.engine.feel(trial.engine.of("t1"), true);
        trial.engine.feel(trial.engine.of("t1"), false);
        trial.settle();
        assertThat(trial.state("t1")).isEqualTo(TaskState.FAILED);
        assertThat(trial.status("t1").err()).isEqualTo("task: non-zero exit (143): dockerexec: unhealthy container");
    }

    @Test
    void pullsAnImageThatIsNotThereOnce() {
        trial.engine.registry.add("nginx:latest");
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING, Tasks.spec(ContainerSpec.of("nginx"))));
        trial.pass(Duration.ofMillis(250));
        assertThat(trial.state("t1")).isEqualTo(TaskState.PREPARING);
        trial.engine.finishPulls();
        trial.settle();
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void tellsStepsOnTheWayTogetherAndResultsAtOnce() {
        trial.contented(1, 5);
        int before = trial.postbox.sent(StatusReport.class).size();
        for (int i = 0; i < 5; i++) {
            assign(10 + i, Tasks.task("slow" + i, 10 + i, TaskState.RUNNING, Tasks.spec(ContainerSpec.of("slow:1"))));
        }
        assertThat(trial.postbox.sent(StatusReport.class)).hasSize(before);
        trial.pass(Duration.ofMillis(250));
        assertThat(trial.postbox.sent(StatusReport.class)).hasSize(before + 1);
        assertThat(trial.postbox.sent(StatusReport.class).get(before).tasks()).hasSize(5);
        assign(20, Tasks.task("quick", 20, TaskState.RUNNING));
        assertThat(trial.state("quick")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void rejectsATaskWhoseImageCannotBeHad() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING, Tasks.spec(ContainerSpec.of("nosuchimage:1"))));
        trial.engine.finishPulls();
        trial.settle();
        assertThat(trial.state("t1")).isEqualTo(TaskState.REJECTED);
        assertThat(trial.status("t1").err()).isEqualTo("No such image: nosuchimage:1");
        assertThat(trial.status("t1").message()).isEqualTo("preparing");
    }

    @Test
    void shutsATaskDownWhileItsImageIsBeingPulled() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING, Tasks.spec(ContainerSpec.of("slow:1"))));
        assign(11, Tasks.task("t1", 11, TaskState.SHUTDOWN, Tasks.spec(ContainerSpec.of("slow:1"))));
        assertThat(trial.state("t1")).isEqualTo(TaskState.SHUTDOWN);
        trial.engine.registry.add("slow:1");
        trial.engine.finishPulls();
        trial.settle();
        assertThat(trial.engine.has("t1")).isFalse();
    }

    @Test
    void failsATaskThatTheEngineCannotStart() {
        trial.engine.startError = "port is already allocated";
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        assertThat(trial.state("t1")).isEqualTo(TaskState.FAILED);
        assertThat(trial.status("t1").err()).isEqualTo("starting container failed: port is already allocated");
    }

    @Test
    void aDeadBrokerHoldsNoTaskUpAndIsToldAllWhenItIsBack() {
        trial.postbox.breakDown(true);
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        assertThat(trial.engine.runs("t1")).isTrue();
        trial.pass(Duration.ofSeconds(5));
        trial.postbox.breakDown(false);
        int reports = trial.postbox.sent(FullReport.class).size();
        trial.pass(Duration.ofSeconds(3));
        assertThat(trial.postbox.sent(FullReport.class)).hasSize(reports + 1);
        assertThat(trial.state("t1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void beatsAsOftenAsInstructed() {
        trial.agent().instruct(new Instruction(1, 0, Tasks.NODE, Duration.ofSeconds(2), true, List.of(), 0, ""));
        trial.pass(Duration.ofSeconds(2));
        int before = trial.postbox.sent(Heartbeat.class).size();
        trial.pass(Duration.ofSeconds(10));
        assertThat(trial.postbox.sent(Heartbeat.class)).hasSize(before + 5);
    }

    @Test
    void sendsTheLogOfATask() {
        assign(10, Tasks.task("t1", 10, TaskState.RUNNING));
        trial.agent().read(new LogRequest("sub", false, List.of(new TaskId("t1")), false, true, true, -1, null, null));
        trial.settle();
        assertThat(trial.postbox.lines()).hasSize(1);
        List<LogChunk> chunks = trial.postbox.sent(LogChunk.class);
        assertThat(chunks.get(chunks.size() - 1).last()).isTrue();
    }
}
