package io.priok.core.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import org.junit.jupiter.api.Test;

/** Managers {@code leader}, {@code m2} and {@code m3}, each with its own agent, and a worker connected to one of them. */
class ManyManagersTest {
    private final Reign reign = new Reign();
    private final NodeId leader = reign.node("leader", "leader");
    private final NodeId second = reign.node("m2", "m2");
    private final NodeId third = reign.node("m3", "m3");
    private final NodeId worker = reign.node("w", "m2");

    @Test
    void hostOfTheFormerLeaderIsDownInTime() {
        reign.run(5000);
        reign.silence(second);
        reign.silence(worker);
        reign.beatAgain(worker, "m3");
        reign.run(1000);
        reign.begin();
        reign.run(5000);
        assertThat(reign.downAt.keySet()).containsExactly(second);
        assertThat(downAfter(second)).isBetween(3000L, 3100L);
    }

    @Test
    void newLeaderDeclaresNobodyDownInItsFirstPeriod() {
        reign.run(5000);
        reign.silence(second);
        reign.run(1900);
        reign.begin();
        long begun = reign.now();
        reign.run(5000);
        assertThat(reign.downAt).doesNotContainKeys(leader, third, worker);
        assertThat(reign.downAt.getOrDefault(second, 0L) - begun).isBetween(1000L, 1100L);
    }

    @Test
    void newLeaderGivesTheWorkersOfTheFormerOneAWholeGrace() {
        reign.run(5000);
        reign.silence(second);
        reign.silence(worker);
        reign.run(2500);
        reign.begin();
        reign.run(2800);
        assertThat(reign.state(worker)).isEqualTo(NodeState.UNKNOWN);
        reign.beatAgain(worker, "leader");
        reign.run(1000);
        assertThat(reign.state(worker)).isEqualTo(NodeState.READY);
        assertThat(reign.downAt).doesNotContainKey(worker);
    }

    @Test
    void workerThatDiedWithItsManagerIsDownAfterOneGraceMore() {
        reign.run(5000);
        reign.silence(second);
        reign.silence(worker);
        reign.run(10_000);
        assertThat(downAfter(second)).isBetween(3000L, 3050L);
        assertThat(downAfter(worker)).isBetween(4500L, 5600L);
    }

    @Test
    void workerHasTimeToFindAnotherManager() {
        reign.run(5000);
        reign.silence(second);
        reign.silence(worker);
        reign.run(4000);
        reign.beatAgain(worker, "m3");
        reign.run(10_000);
        assertThat(reign.downAt).doesNotContainKey(worker);
        reign.silence(worker);
        reign.run(5000);
        assertThat(downAfter(worker))
                .as("the time to reconnect is no irregularity")
                .isBetween(3000L, 3050L);
    }

    @Test
    void workerOfAManagerThatLivesHasNoGraceMore() {
        reign.run(5000);
        reign.silence(worker);
        reign.run(5000);
        assertThat(downAfter(worker)).isBetween(3000L, 3050L);
    }

    @Test
    void workerOfTheLeaderNeedsNoAgentThere() {
        NodeId own = reign.node("own", "leader");
        reign.silence(leader);
        reign.run(8000);
        reign.silence(own);
        reign.run(5000);
        assertThat(downAfter(own)).isBetween(3000L, 3050L);
    }

    @Test
    void workerOfAManagerThatLeftHasTimeToo() {
        reign.run(5000);
        reign.leave(second);
        reign.silence(worker);
        reign.run(2900);
        assertThat(reign.state(second)).isEqualTo(NodeState.DOWN);
        assertThat(reign.state(worker)).isEqualTo(NodeState.READY);
    }

    @Test
    void changeOfLeaderAloneTakesNobodyDown() {
        for (int i = 0; i < 20; i++) {
            reign.run(1700);
            reign.begin();
        }
        reign.run(1500);
        assertThat(reign.downAt).isEmpty();
        assertThat(reign.state(worker)).isEqualTo(NodeState.READY);
        assertThat(reign.state(third)).isEqualTo(NodeState.READY);
    }

    private long downAfter(NodeId id) {
        return reign.downAt.getOrDefault(id, Long.MAX_VALUE) - reign.lastBeat(id);
    }
}
