package io.priok.console.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.console.frame.Scene;
import io.priok.console.frame.Tone;
import io.priok.control.command.NodeCommands;
import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.state.Outcome;
import org.junit.jupiter.api.Test;

class NodesFacadeTest {
    private final Scene scene = new Scene();

    @Test
    void starsTheLeaderAndListsItFirst() {
        scene.node("w1", false, NodeState.READY, Availability.ACTIVE);
        scene.node("h1", true, NodeState.READY, Availability.ACTIVE);
        scene.node("h2", true, NodeState.DOWN, Availability.ACTIVE);
        scene.elect("h1");
        assertThat(NodesFacade.list(scene.snapshot()))
                .extracting(NodeRow::hostname)
                .containsExactly("h1", "h2", "w1");
        assertThat(NodesFacade.list(scene.snapshot()))
                .extracting(NodeRow::managerStatus)
                .containsExactly("Leader", "Unreachable", "");
        assertThat(NodesFacade.list(scene.leaderless().snapshot())).noneMatch(NodeRow::leader);
    }

    @Test
    void saysWhatANodeHasAndRuns() {
        scene.node("h1", true, NodeState.READY, Availability.ACTIVE);
        scene.running(scene.service("web", ""), 1, "h1");
        assertThat(NodesFacade.list(scene.snapshot())).singleElement().satisfies(row -> {
            assertThat(row.cpus()).isEqualTo("2");
            assertThat(row.memory()).isEqualTo("4.0 GiB");
            assertThat(row.running()).isEqualTo(1);
            assertThat(row.engine()).isEqualTo("20.10.24");
            assertThat(row.self()).isTrue();
            assertThat(row.tone()).isEqualTo(Tone.GOOD);
        });
    }

    @Test
    void countsNothingAsRunningOnLostNodes() {
        scene.node("h2", false, NodeState.DOWN, Availability.ACTIVE);
        scene.running(scene.service("web", ""), 1, "h2");
        assertThat(NodesFacade.list(scene.snapshot())).singleElement().satisfies(row -> {
            assertThat(row.running()).isZero();
            assertThat(row.tone()).isEqualTo(Tone.BAD);
            assertThat(row.message()).isEqualTo("heartbeat failure");
        });
    }

    @Test
    void drainsAndNothingElse() {
        Node node = scene.node("h1", true, NodeState.READY, Availability.ACTIVE);
        Outcome outcome = scene.apply(
                NodesFacade.availability(scene.image(), node, Availability.DRAIN, new NodeCommands(scene.author)));
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        Node then = scene.image().node(node.id()).orElseThrow();
        assertThat(then.spec().availabilityOrActive()).isEqualTo(Availability.DRAIN);
        assertThat(then.spec().roleOrWorker()).isEqualTo(node.spec().roleOrWorker());
        assertThat(NodesFacade.command("h1", Availability.DRAIN).line())
                .isEqualTo("docker node update --availability drain h1");
    }

    @Test
    void findsByIdAndByName() {
        Node node = scene.node("h1", true, NodeState.READY, Availability.ACTIVE);
        assertThat(NodesFacade.find(scene.snapshot(), "h1")).contains(node);
        assertThat(NodesFacade.find(scene.snapshot(), "h9")).isEmpty();
    }
}
