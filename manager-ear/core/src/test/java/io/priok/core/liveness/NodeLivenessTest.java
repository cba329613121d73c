package io.priok.core.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nodes that beat to the leader itself; see {@link ManyManagersTest} for others. */
class NodeLivenessTest {
    private final Reign reign = new Reign();

    @Test
    void newLeaderHoldsNodesForUnknownUntilTheyReport() {
        NodeId id = reign.node("n1");
        reign.answers = false;
        reign.run(1500);
        assertThat(reign.get(id).status())
                .isEqualTo(new NodeStatus(
                        NodeState.UNKNOWN,
                        "Node moved to \"unknown\" state due to leadership change in cluster",
                        "10.0.0.1"));

        reign.answers = true;
        reign.run(1500);
        assertThat(reign.get(id).status()).isEqualTo(new NodeStatus(NodeState.READY, "", "10.0.0.1"));
    }

    @Test
    void nodeIsReadyAsSoonAsItHasReported() {
        NodeId id = reign.node("n1");
        reign.run(200);
        assertThat(reign.state(id)).isEqualTo(NodeState.READY);
    }

    @Test
    void newLeaderDoesNotResurrectDownNodes() {
        NodeId id = reign.node("n1");
        reign.silence(id);
        reign.status(id, NodeState.DOWN, "heartbeat failure");
        reign.run(5000);
        assertThat(reign.get(id).status().message()).isEqualTo("heartbeat failure");
        assertThat(reign.downAt).isEmpty();
    }

    @Test
    void nodeThatJustJoinedIsUnknownWithoutAWord() {
        reign.answers = false;
        NodeId id = reign.node("n1");
        reign.status(id, NodeState.UNKNOWN, "");
        reign.run(2000);
        assertThat(reign.get(id).status().message()).isEmpty();
    }

    @Test
    void nodeNeverHeardOfHasAWholeGrace() {
        NodeId id = reign.node("n1");
        reign.silence(id);
        reign.run(2950);
        assertThat(reign.state(id)).isEqualTo(NodeState.UNKNOWN);
        reign.run(100);
        assertThat(reign.get(id).status().message()).isEqualTo("heartbeat failure for node in \"unknown\" state");
    }

    @Test
    void regularNodeIsDownRightAfterThreePeriods() {
        NodeId id = reign.node("n1");
        reign.run(20_000);
        reign.silence(id);
        reign.run(5000);
        assertThat(reign.get(id).status()).isEqualTo(new NodeStatus(NodeState.DOWN, "heartbeat failure", "10.0.0.1"));
        assertThat(downAfter(id)).isBetween(3000L, 3050L);
    }

    @Test
    void lateBeatsStretchTheGrace() {
        NodeId id = reign.node("n1");
        reign.run(10_000);
        reign.every(id, 2500);
        reign.run(30_000);
        reign.silence(id);
        reign.run(10_000);
        assertThat(downAfter(id)).isBetween(5000L, 5050L);
    }

    @Test
    void hostUnderFullLoadStaysUp() {
        NodeId id = reign.node("n1");
        reign.run(5000);
        long[] gaps = {1000, 1400, 2600, 2900, 4500, 3200, 1100, 5000, 4100, 2000};
        for (int i = 0; i < 60; i++) {
            reign.every(id, gaps[i % gaps.length]);
            reign.run(gaps[i % gaps.length]);
        }
        assertThat(reign.downAt).isEmpty();
    }

    @Test
    void graceIsNeverMoreThanTwice() {
        NodeId id = reign.node("n1");
        reign.every(id, 2900);
        reign.run(9000);
        reign.every(id, 5500);
        reign.run(30_000);
        assertThat(reign.downAt).isEmpty();
        reign.silence(id);
        reign.run(10_000);
        assertThat(downAfter(id)).isBetween(6000L, 6050L);
    }

    @Test
    void graceShrinksBackWhenBeatsAreRegularAgain() {
        NodeId id = reign.node("n1");
        reign.every(id, 2900);
        reign.run(12_000);
        reign.every(id, 1000);
        reign.run(25_000);
        reign.silence(id);
        reign.run(5000);
        assertThat(downAfter(id)).isBetween(3000L, 3050L);
    }

    @Test
    void returningNodeIsReadyOnlyByAFullReport() {
        NodeId id = reign.node("n1");
        reign.run(2000);
        reign.silence(id);
        reign.run(5000);
        reign.answers = false;
        reign.beatAgain(id, "leader");
        reign.run(3000);
        assertThat(reign.state(id)).isEqualTo(NodeState.DOWN);
        reign.answers = true;
        reign.run(1500);
        assertThat(reign.state(id)).isEqualTo(NodeState.READY);
    }

    @Test
    void restartedAgentIsAskedForAReport() {
        NodeId id = reign.node("n1");
        reign.run(3000);
        reign.asked.clear();
        reign.run(3000);
        assertThat(reign.asked).isEmpty();
        reign.restartAgent(id);
        reign.run(3000);
        assertThat(reign.asked).containsExactly(id);
    }

    @Test
    void isAskedAgainOnceASecondUntilItReports() {
        reign.node("n1");
        reign.answers = false;
        reign.run(5000);
        assertThat(reign.asked).hasSize(5);
    }

    @Test
    void nodeAskedOtherwiseIsNotAskedForASecond() {
        NodeId id = reign.node("n1");
        reign.answers = false;
        reign.liveness().asked(id, reign.instant());
        reign.run(950);
        assertThat(reign.asked).isEmpty();
        reign.run(250);
        assertThat(reign.asked).hasSize(1);
    }

    @Test
    void silentNodeIsNotAskedForEver() {
        NodeId id = reign.node("n1");
        reign.answers = false;
        reign.run(1000);
        reign.silence(id);
        reign.run(60_000);
        assertThat(reign.asked.size()).isLessThan(5);
    }

    @Test
    void stalledLeaderDeclaresNobodyDown() {
        NodeId id = reign.node("n1");
        reign.run(3000);
        reign.silence(id);
        reign.stalled = true;
        reign.run(60_000);
        reign.stalled = false;
        reign.run(2900);
        assertThat(reign.state(id)).isEqualTo(NodeState.READY);
        reign.run(200);
        assertThat(reign.state(id)).isEqualTo(NodeState.DOWN);
    }

    @Test
    void leaderThatIsOftenLateCountsOnlyTheTimeItListened() {
        Reign slow = new Reign(700);
        NodeId id = slow.node("n1");
        slow.run(5000);
        slow.every(id, 4500);
        slow.run(30_000);
        assertThat(slow.downAt).isEmpty();
    }

    @Test
    void lostConnectionShortensTheGrace() {
        NodeId id = reign.node("n1");
        reign.run(3500);
        reign.silence(id);
        reign.liveness().connectionLost(id, reign.instant());
        reign.run(1100);
        assertThat(reign.state(id)).isEqualTo(NodeState.DOWN);
    }

    @Test
    void heartbeatUndoesALostConnection() {
        NodeId id = reign.node("n1");
        reign.run(3500);
        reign.liveness().connectionLost(id, reign.instant());
        reign.run(5000);
        assertThat(reign.downAt).isEmpty();
    }

    @Test
    void longerPeriodTakesEffectAtOnce() {
        NodeId id = reign.node("n1");
        reign.run(3000);
        reign.liveness().changePeriod(Duration.ofSeconds(10), reign.instant());
        reign.silence(id);
        reign.run(25_000);
        assertThat(reign.state(id)).isEqualTo(NodeState.READY);
        reign.run(6000);
        assertThat(reign.state(id)).isEqualTo(NodeState.DOWN);
    }

    @Test
    void shorterPeriodWaitsUntilNodesKnow() {
        NodeId id = reign.node("n1");
        reign.liveness().changePeriod(Duration.ofSeconds(5), reign.instant());
        reign.every(id, 5000);
        reign.run(20_010);
        reign.liveness().changePeriod(Duration.ofSeconds(1), reign.instant());
        reign.every(id, 1000);
        reign.run(26_000);
        assertThat(reign.downAt).isEmpty();
        reign.silence(id);
        reign.run(5000);
        assertThat(downAfter(id)).isBetween(3000L, 3050L);
    }

    @Test
    void nodeThatLeavesIsDownAtOnce() {
        NodeId id = reign.node("n1");
        reign.run(3300);
        reign.asked.clear();
        reign.leave(id);
        reign.run(1100);
        assertThat(reign.get(id).status()).isEqualTo(new NodeStatus(NodeState.DOWN, "node left the swarm", "10.0.0.1"));
        reign.run(10_000);
        assertThat(reign.get(id).status().message()).isEqualTo("node left the swarm");
        assertThat(reign.asked).isEmpty();
    }

    @Test
    void removedNodeThatBeatsIsAStranger() {
        NodeId id = reign.node("n1");
        NodeId other = reign.node("n2");
        reign.run(3000);
        reign.remove(id);
        reign.run(3000);
        assertThat(reign.strangers).containsOnly(new AgentId("agent-n1")).hasSizeBetween(3, 4);

        reign.silence(id);
        reign.run(1500);
        reign.strangers.clear();
        reign.run(5000);
        assertThat(reign.strangers).isEmpty();
        assertThat(reign.state(other)).isEqualTo(NodeState.READY);
    }

    @Test
    void nodeThatLeftAndWasRemovedIsNoStranger() {
        NodeId id = reign.node("n1");
        reign.run(3000);
        reign.leave(id);
        reign.run(2000);
        reign.remove(id);
        reign.run(2000);
        assertThat(reign.strangers).isEmpty();
    }

    private long downAfter(NodeId id) {
        return reign.downAt.getOrDefault(id, Long.MAX_VALUE) - reign.lastBeat(id);
    }
}
