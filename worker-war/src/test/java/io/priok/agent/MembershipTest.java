package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.message.Heartbeat;
import io.priok.message.Instruction;
import io.priok.message.LogRequest;
import io.priok.message.RoleOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the agent says of this server's part in the swarm, and what it is told about it. */
final class MembershipTest {
    private final AgentTrial trial = new AgentTrial();
    private final Task task = Tasks.task("t1", 10, TaskState.RUNNING);

    private List<Heartbeat> beats() {
        return trial.postbox.sent(Heartbeat.class);
    }

    private List<Heartbeat> farewells() {
        return beats().stream().filter(Heartbeat::leaving).toList();
    }

    private Object last() {
        List<Object> sent = trial.postbox.sent();
        return sent.get(sent.size() - 1);
    }

    private Heartbeat lastBeat() {
        return beats().get(beats().size() - 1);
    }

    private Instruction instruction(long term, long index, long office) {
        return new Instruction(
                term, index, Tasks.NODE, Duration.ofSeconds(1), false, List.of("m1:2377", "m2:2377"), office, "seal");
    }

    @Test
    void saysAtOnceWhenItsServerBecomesAManagerAndWhenItIsNoneAnyMore() {
        trial.pass(Duration.ofSeconds(1));
        assertThat(beats()).isNotEmpty().noneMatch(Heartbeat::manager);
        trial.office = 1;
        trial.settle();
        assertThat(lastBeat().manager()).isTrue();
        trial.pass(Duration.ofSeconds(2));
        assertThat(lastBeat().manager()).isTrue();
        trial.office = 0;
        trial.settle();
        assertThat(lastBeat().manager()).isFalse();
    }

    @Test
    void saysFarewellOnceAndNothingAfterIt() {
        trial.engine.stubborn = true;
        trial.agent().assign(Tasks.message(1, 10, task));
        trial.settle();
        trial.node = Optional.empty();
        trial.pass(Duration.ofSeconds(1));
        trial.agent().read(new LogRequest("sub", false, List.of(new TaskId("t1")), true, true, true, -1, null, null));
        trial.pass(Duration.ofSeconds(5));
        assertThat(trial.engine.runs("t1")).isTrue();
        trial.pass(Duration.ofSeconds(30));
        assertThat(trial.engine.boxes).isEmpty();
        assertThat(farewells()).hasSize(1);
        assertThat(last()).isEqualTo(farewells().get(0));
    }

    @Test
    void leavesThoughNobodyHearsIt() {
        trial.agent().assign(Tasks.message(1, 10, task));
        trial.settle();
        trial.postbox.breakDown(true);
        trial.node = Optional.empty();
        trial.pass(Duration.ofSeconds(6));
        assertThat(trial.engine.boxes).isEmpty();
        trial.postbox.breakDown(false);
        trial.pass(Duration.ofSeconds(10));
        assertThat(farewells()).isEmpty();
        trial.node = Optional.of(new NodeId("another00000000000000000"));
        trial.pass(Duration.ofSeconds(2));
        assertThat(last())
                .isInstanceOfSatisfying(
                        Heartbeat.class,
                        beat -> assertThat(beat.nodeId()).isEqualTo(new NodeId("another00000000000000000")));
    }

    @Test
    void saysFarewellAgainUntilItIsHeard() {
        trial.postbox.breakDown(true);
        trial.node = Optional.empty();
        trial.pass(Duration.ofMillis(1_500));
        trial.postbox.breakDown(false);
        trial.pass(Duration.ofMillis(1_500));
        assertThat(farewells()).hasSize(1);
    }

    @Test
    void doesNotSayFarewellWhenTheServerStops() {
        trial.agent().assign(Tasks.message(1, 10, task));
        trial.settle();
        int before = trial.postbox.sent().size();
        trial.agent().stop();
        trial.pass(Duration.ofSeconds(5));
        assertThat(farewells()).isEmpty();
        assertThat(trial.postbox.sent()).hasSize(before);
        assertThat(trial.engine.runs("t1")).isTrue();
    }

    @Test
    void keepsTheRoleThatItIsGiven() {
        trial.agent().instruct(instruction(4, 70, 1));
        assertThat(trial.orders)
                .containsExactly(new AgentTrial.Order(
                        new RoleOrder(4, 70, Tasks.NODE, 1, "seal", List.of("m1:2377", "m2:2377")), true));
        trial.office = 1;
        trial.settle();
        trial.agent().instruct(instruction(4, 71, 1));
        assertThat(trial.orders.get(1).elsewhere()).isFalse();
    }

    @Test
    void keepsNoOrderOfAnOlderTermOrForAnotherNode() {
        trial.agent().instruct(instruction(4, 70, 1));
        trial.crash(true);
        trial.orders.clear();
        trial.agent().instruct(instruction(3, 99, 0));
        trial.agent()
                .instruct(new Instruction(
                        9, 99, new NodeId("other"), Duration.ofSeconds(1), false, List.of("m9:2377"), 0, ""));
        assertThat(trial.orders).isEmpty();
    }
}
