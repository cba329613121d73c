package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Drain, pause, labels: where tasks run, and where they go. */
@OnLabWithEachCli
@Order(23)
final class PlacementTest extends LabFixture {
    PlacementTest(Cli cli, Lab lab) {
        super(cli, lab);
    }

    @BeforeEach
    void haveThreeNodes() {
        cluster.have("h1");
    }

    @Test
    void drainMovesTheTasksAndKeepsTheirHistory() {
        cluster.createRunning("web", 3);
        assertThat(h1.ok("node update --availability drain h2")).isEqualTo("h2");
        cluster.awaitRunning("h1", "web", 3, Lab.without("h2"));
        Await.until(
                Await.SOON, () -> assertThat(cluster.containers("web", "h2")).isEmpty());
        assertThat(cluster.node("h1", "h2").availability()).isEqualTo("Drain");
        Await.until(
                Await.SOON,
                () -> assertThat(h1.ok("service ps web"))
                        .containsPattern("(?m)^[0-9a-z]{12} +\\\\_ web\\.\\d +demo:1 +h2 +Shutdown +Shutdown "));
        // Active again: what runs stays, what is new goes there.
        h1.ok("node update --availability active h2");
        h1.ok("service scale --detach web=5");
        cluster.awaitRunning("h1", "web", 5, Lab.HOSTS);
        assertThat(cluster.containers("web", "h2")).isNotEmpty();
    }

    @Test
    void aDrainedManagerManagesOn() {
        cluster.createRunning("web", 3);
        h1.ok("node update --availability drain h1");
        cluster.awaitRunning("h1", "web", 3, Lab.without("h1"));
        h1.ok("service scale --detach web=4");
        cluster.awaitRunning("h1", "web", 4, Lab.without("h1"));
    }

    @Test
    void aPausedNodeKeepsItsTasksAndTakesNoNewOnes() {
        cluster.createRunning("web", 3);
        var before = cluster.containers("web", "h3");
        assertThat(before).hasSize(1);
        h1.ok("node update --availability pause h3");
        h1.ok("service scale --detach web=7");
        cluster.awaitRunning("h1", "web", 7, Lab.HOSTS);
        assertThat(cluster.containers("web", "h3")).isEqualTo(before);
    }

    @Test
    void constraintsFollowTheLabels() {
        cluster.create("h1", "db", "--replicas", "2", "--constraint", "node.labels.disk==ssd");
        Await.until(
                Await.SOON,
                () -> assertThat(h1.ok("service ps --no-trunc db"))
                        .contains("no suitable node (scheduling constraints not satisfied on 3 nodes)"));
        h1.ok("node update --label-add disk=ssd h2");
        cluster.awaitRunning("h1", "db", 2, java.util.List.of("h2"));
        h1.ok("node update --label-add disk=ssd h3");
        h1.ok("node update --label-rm disk h2");
        cluster.awaitRunning("h1", "db", 2, java.util.List.of("h3"));
        Await.until(Await.SOON, () -> assertThat(cluster.containers("db", "h2")).isEmpty());
        assertThat(h1.command("node", "inspect", "--format", "{{.Spec.Labels}}", "h3")
                        .ok())
                .isEqualTo("map[disk:ssd]");
    }

    @Test
    void constraintsOfNameAndRoleAreMet() {
        cluster.createRunning("named", 2, "--constraint", "node.hostname==h3");
        cluster.createRunning("working", 2, "--constraint", "node.role==worker");
        assertThat(cluster.containers("named", "h3")).hasSize(2);
        assertThat(cluster.containers("working", "h1")).isEmpty();
        assertThat(h1.ok("node ps --filter desired-state=running --format {{.Name}} h3")
                        .lines())
                .contains("named.1", "named.2");
    }
}
