package io.priok.core.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLivenessTest {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final NodeId ID = new NodeId("n1");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final NodeLiveness liveness = new NodeLiveness(PERIOD, now);
    private Node node = World.node("n1");

    @Test
    void newLeaderHoldsNodesForUnknownUntilTheyReport() {
        judge();
        assertThat(node.status().state()).isEqualTo(NodeState.UNKNOWN);
        assertThat(node.status().message())
                .isEqualTo("Node moved to \"unknown\" state due to leadership change in cluster");
        assertThat(node.status().address()).isEqualTo("10.0.0.1");

        assertThat(liveness.heard(ID, "session", now)).isTrue();
        judge();
        assertThat(node.status().state()).isEqualTo(NodeState.UNKNOWN);

        liveness.reported(ID, "session", now);
        judge();
        assertThat(node.status()).isEqualTo(new NodeStatus(NodeState.READY, "", "10.0.0.1"));
        assertThat(liveness.heard(ID, "session", now)).isFalse();
    }

    @Test
    void newLeaderDoesNotResurrectDownNodes() {
        node = node.withStatus(new NodeStatus(NodeState.DOWN, "heartbeat failure", "10.0.0.1"));
        judge();
        assertThat(node.status().state()).isEqualTo(NodeState.DOWN);
    }

    @Test
    void newLeaderGivesAWholeGrace() {
        judge();
        steps(2);
        assertThat(node.status().state()).isEqualTo(NodeState.UNKNOWN);
        steps(1);
        assertThat(node.status().state()).isEqualTo(NodeState.DOWN);
        assertThat(node.status().message()).isEqualTo("heartbeat failure for node in \"unknown\" state");
    }

    @Test
    void silentNodeIsDownAfterTheGrace() {
        ready();
        steps(2);
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
        steps(1);
        assertThat(node.status()).isEqualTo(new NodeStatus(NodeState.DOWN, "heartbeat failure", "10.0.0.1"));
    }

    @Test
    void heartbeatsKeepANodeReady() {
        ready();
        for (int i = 0; i < 20; i++) {
            steps(2);
            assertThat(liveness.heard(ID, "session", now)).isFalse();
        }
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void stampsOfOtherManagersCountByTheirChange() {
        ready();
        Instant stamp = Instant.EPOCH;
        for (int i = 0; i < 5; i++) {
            steps(2);
            stamp = stamp.plusSeconds(1);
            liveness.noticed(ID, stamp, now);
        }
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
        for (int i = 0; i < 3; i++) {
            steps(1);
            liveness.noticed(ID, stamp, now);
        }
        assertThat(node.status().state()).isEqualTo(NodeState.DOWN);
    }

    @Test
    void downNodeIsReadyOnlyByAFullReport() {
        ready();
        steps(4);
        assertThat(liveness.heard(ID, "session", now)).isTrue();
        judge();
        assertThat(node.status().state()).isEqualTo(NodeState.DOWN);
        liveness.reported(ID, "session", now);
        judge();
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void restartedAgentIsAskedForAReport() {
        ready();
        assertThat(liveness.heard(ID, "other", now)).isTrue();
    }

    @Test
    void stalledLeaderDeclaresNobodyDown() {
        ready();
        now = now.plusSeconds(60);
        judge();
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
        steps(3);
        assertThat(node.status().state()).isEqualTo(NodeState.DOWN);
    }

    @Test
    void lostConnectionShortensTheGrace() {
        ready();
        liveness.connectionLost(ID, now);
        steps(1);
        assertThat(node.status().state()).isEqualTo(NodeState.DOWN);
    }

    @Test
    void heartbeatUndoesALostConnection() {
        ready();
        liveness.connectionLost(ID, now);
        assertThat(liveness.heard(ID, "session", now)).isFalse();
        steps(2);
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void longerPeriodTakesEffectAtOnce() {
        ready();
        liveness.changePeriod(Duration.ofSeconds(10), now);
        steps(25);
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
    }

    private void ready() {
        liveness.reported(ID, "session", now);
        judge();
        assertThat(node.status().state()).isEqualTo(NodeState.READY);
    }

    private void steps(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plus(PERIOD);
            judge();
        }
    }

    private void judge() {
        Judgement judgement = liveness.judge(List.of(node), now);
        assertThat(judgement.next()).isAfter(now);
        node = node.withStatus(judgement.changed().getOrDefault(ID, node.status()));
    }
}
