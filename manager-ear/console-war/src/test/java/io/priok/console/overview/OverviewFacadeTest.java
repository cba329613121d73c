package io.priok.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.console.frame.Scene;
import io.priok.console.frame.Tone;
import io.priok.domain.NodeState;
import io.priok.domain.Service;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec.Availability;
import org.junit.jupiter.api.Test;

class OverviewFacadeTest {
    private final Scene scene = new Scene();

    private Overview overview() {
        return OverviewFacade.of(scene.snapshot());
    }

    private void managers(NodeState... states) {
        for (int i = 0; i < states.length; i++) {
            scene.node("h" + (i + 1), true, states[i], Availability.ACTIVE);
        }
        scene.elect("h1");
    }

    @Test
    void isCalmWhenAllIsWell() {
        managers(NodeState.READY, NodeState.READY, NodeState.READY);
        Service web = scene.service("web", "");
        scene.running(web, 1, "h1");
        assertThat(overview().isCalm()).isTrue();
        assertThat(overview().leader()).isEqualTo("h1");
        assertThat(overview().term()).isEqualTo(1);
        assertThat(overview().tolerates()).isEqualTo(1);
        assertThat(overview().services())
                .singleElement()
                .satisfies(share -> assertThat(share.word()).isEqualTo("converged"));
    }

    @Test
    void namesALostManagerAndWhatMayYetFail() {
        managers(NodeState.READY, NodeState.READY, NodeState.DOWN);
        assertThat(overview().reachable()).isEqualTo(2);
        assertThat(overview().tolerates()).isZero();
        assertThat(overview().attention()).singleElement().satisfies(attention -> {
            assertThat(attention.what()).isEqualTo("h3 is down");
            assertThat(attention.why()).isEqualTo("heartbeat failure");
            assertThat(attention.page()).isEqualTo("node.xhtml?id=h3");
        });
    }

    @Test
    void putsTheLossOfQuorumFirst() {
        managers(NodeState.READY, NodeState.DOWN, NodeState.DOWN);
        scene.leaderless();
        assertThat(overview().quorum()).isFalse();
        assertThat(overview().leader()).isEmpty();
        assertThat(overview().attention().get(0).what()).isEqualTo("No quorum");
    }

    @Test
    void saysWhichServiceLacksTasksAndWhy() {
        managers(NodeState.READY);
        Service web = scene.service("web", "");
        scene.task(
                web,
                1,
                "",
                TaskState.RUNNING,
                Scene.status(TaskState.PENDING, "no suitable node (insufficient resources on 1 node)"));
        assertThat(overview().attention()).singleElement().satisfies(attention -> {
            assertThat(attention.tone()).isEqualTo(Tone.WARN);
            assertThat(attention.what()).isEqualTo("web is waiting, 0/1 running");
            assertThat(attention.why()).contains("insufficient resources on 1 node");
            assertThat(attention.page()).isEqualTo("service.xhtml?id=" + web.id());
        });
    }

    @Test
    void doesNotComplainOfServicesOnTheirWay() {
        managers(NodeState.READY);
        Service web = scene.service("web", "");
        scene.task(web, 1, "h1", TaskState.RUNNING, Scene.status(TaskState.STARTING, ""));
        assertThat(overview().isCalm()).isTrue();
        assertThat(overview().tasks())
                .singleElement()
                .satisfies(share -> assertThat(share.word()).isEqualTo("starting"));
    }

    @Test
    void countsDrainedNodesAsSuch() {
        managers(NodeState.READY);
        scene.node("w1", false, NodeState.READY, Availability.DRAIN);
        assertThat(overview().nodes()).extracting(Overview.Share::word).containsExactly("ready", "drained");
        assertThat(overview().isCalm()).isTrue();
    }
}
