package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code docker node …} on a Swarm of one. */
@WithEachCli
@Order(2)
final class NodeCommandsTest extends CliFixture {
    NodeCommandsTest(Cli installed, Target target) {
        super(installed, target);
    }

    @AfterEach
    void takeTasksAgain() {
        docker.ok("node update --availability active " + id());
    }

    private String id() {
        return docker.ok("node ls -q");
    }

    @Test
    void lsStarsThisNodeAndNamesTheLeader() {
        String hostname = docker.ok("info --format {{.Name}}");
        assertThat(docker.ok("node ls").lines())
                .hasSize(2)
                .last()
                .asString()
                .matches(id() + " \\* +" + hostname + " +Ready +Active +Leader +\\S+ *");
        assertThat(docker.ok("node ls --filter role=worker -q")).isEmpty();
        assertThat(docker.ok("node ls --filter role=manager -q")).isEqualTo(id());
    }

    @Test
    void inspectPrettyTellsOfSelf() {
        assertThat(docker.ok("node inspect --pretty self"))
                .containsPattern("ID:\\s+" + id())
                .containsPattern("State:\\s+Ready")
                .containsPattern("Availability:\\s+Active")
                .containsPattern("Raft Status:\\s+Reachable")
                .containsPattern("Leader:\\s+Yes")
                .containsPattern("Operating System:\\s+linux")
                .containsPattern("CPUs:\\s+[1-9]")
                .containsPattern("Engine Version:\\s+\\d");
    }

    @Test
    void drainEndsTheTasksAndActiveBringsThemBack() {
        createRunning("moved", 2);
        assertThat(docker.ok("node update --availability drain " + id())).isEqualTo(id());
        Await.until(Await.LONG, () -> assertThat(swarm.liveContainers("moved")).isEmpty());
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("service ps --no-trunc moved"))
                        .contains("no suitable node (1 node not available for new tasks)"));
        assertThat(docker.ok("node ls --format {{.Availability}}")).isEqualTo("Drain");
        docker.ok("node update --availability active " + id());
        swarm.awaitRunning("moved", 2);
        assertThat(docker.ok("service ps moved")).contains("\\_ moved.1", "Shutdown");
    }

    @Test
    void aPausedNodeKeepsItsTasksAndTakesNoNewOnes() {
        createRunning("kept", 1);
        docker.ok("node update --availability pause " + id());
        docker.ok("service scale --detach kept=2");
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("service ps --no-trunc kept")).contains("no suitable node"));
        assertThat(swarm.liveContainers("kept")).hasSize(1);
        docker.ok("node update --availability active " + id());
        swarm.awaitRunning("kept", 2);
    }

    @Test
    void labelsPlaceTasks() {
        create("placed", "--constraint", "node.labels.rack==r1", Engine.IMAGE);
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("service ps --no-trunc placed"))
                        .contains("no suitable node (scheduling constraints not satisfied on 1 node)"));
        docker.ok("node update --label-add rack=r1 " + id());
        assertThat(format("node", "self", "{{index .Spec.Labels \"rack\"}}")).isEqualTo("r1");
        swarm.awaitRunning("placed", 1);
        docker.ok("node update --label-rm rack " + id());
        assertThat(format("node", "self", "{{len .Spec.Labels}}")).isEqualTo("0");
    }

    @Test
    void psShowsTheTasksOfTheNode() {
        createRunning("here", 2);
        assertThat(docker.ok("node ps self --format {{.Name}}/{{.Image}}/{{.DesiredState}}")
                        .lines())
                .containsExactlyInAnyOrder("here.1/demo:1/Running", "here.2/demo:1/Running");
    }

    @Test
    void whatCannotBeIsRefused() {
        docker.refused("nosuch", "node", "inspect", "nosuch");
        // 20.10 words it by itself: "No such node: nosuch".
        docker.refused("nosuch", "node", "update", "--availability", "drain", "nosuch");
        docker.refused("invalid Availability: \"bogus\"", "node", "update", "--availability", "bogus", id());
        docker.refused(
                "node " + id() + " is a cluster manager and is a member of the raft cluster."
                        + " It must be demoted to worker before removal",
                "node",
                "rm",
                id());
        docker.refused("attempting to demote the last manager of the swarm", "node", "demote", id());
    }
}
