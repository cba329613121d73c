package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Services over three hosts, as the tutorial creates and scales them. */
@OnLabWithEachCli
@Order(24)
final class ServicesTest extends LabFixture {
    ServicesTest(Cli cli, Lab lab) {
        super(cli, lab);
    }

    @BeforeEach
    void haveThreeNodes() {
        cluster.have("h1");
    }

    @Test
    void createAndScaleShowTheirProgress() {
        Command.Result created =
                h1.run("service", "create", "--no-resolve-image", "--stop-signal", "KILL", "--name", "web", "nginx");
        assertThat(created.exit()).as("%s", created).isZero();
        assertThat(created.out())
                .containsPattern("(?m)^overall progress: 0 out of 1 tasks")
                .containsPattern("(?m)^overall progress: 1 out of 1 tasks")
                .containsPattern("(?m)^verify: Waiting 5 seconds to verify that tasks are stable")
                .containsPattern("(?m)^verify: Service.* converged");
        assertThat(h1.ok("service ls")).containsPattern("web +replicated +1/1 +nginx:latest");
        var first = cluster.slots("web", Lab.HOSTS);
        assertThat(first).containsExactly("web.1");

        Command.Result scaled = h1.run("service", "scale", "web=3");
        assertThat(scaled.exit()).as("%s", scaled).isZero();
        assertThat(scaled.out())
                .startsWith("web scaled to 3\n")
                .containsPattern("(?m)^overall progress: 3 out of 3 tasks")
                .containsPattern("(?m)^verify: Service.* converged");
        cluster.awaitRunning("h1", "web", 3, Lab.HOSTS);
        for (String host : Lab.HOSTS) {
            assertThat(cluster.containers("web", host)).as(host).hasSize(1);
        }
        assertThat(h1.ok("service scale --detach web=2")).isEqualTo("web scaled to 2");
        cluster.awaitRunning("h1", "web", 2, Lab.HOSTS);
        Await.until(
                Await.SOON,
                () -> assertThat(h1.ok("service ls --format {{.Replicas}}")).isEqualTo("2/2"));
        assertThat(h1.ok(
                                "service ps --format {{.Name}}/{{.Image}}/{{.DesiredState}} --filter desired-state=running web")
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.matches("web\\.[123]/nginx:latest/Running"));
    }

    @Test
    void aGlobalServiceFollowsTheNodes() {
        cluster.leave("h3");
        cluster.awaitStatus("h1", "h3", "Down");
        h1.ok("node rm h3");
        Command.Result created = h1.run(
                "service",
                "create",
                "--no-resolve-image",
                "--stop-signal",
                "KILL",
                "--name",
                "agent",
                "--mode",
                "global",
                Cluster.IMAGE);
        assertThat(created.exit()).as("%s", created).isZero();
        assertThat(created.out())
                .containsPattern("(?m)^overall progress: 2 out of 2 tasks")
                .containsPattern("(?m)^verify: Service.* converged");
        assertThat(h1.ok("service ls")).containsPattern("agent +global +2/2 +demo:1");
        cluster.join("h3", "worker");
        Await.until(Await.SOON, () -> {
            for (String host : Lab.HOSTS) {
                assertThat(cluster.containers("agent", host)).as(host).hasSize(1);
            }
            assertThat(h1.ok("service ls --format {{.Replicas}}")).isEqualTo("3/3");
        });
        assertThat(cluster.running("h1", "agent").stream().map(line -> line.substring(line.indexOf(' ') + 1)))
                .containsExactlyInAnyOrder("h1", "h2", "h3");
        // A drained node has none.
        h1.ok("node update --availability drain h2");
        Await.until(
                Await.SOON, () -> assertThat(cluster.containers("agent", "h2")).isEmpty());
        h1.ok("node update --availability active h2");
        Await.until(
                Await.SOON, () -> assertThat(cluster.containers("agent", "h2")).hasSize(1));
    }

    @Test
    void theStatesOfATaskAreSeen() {
        Set<String> seen = new java.util.TreeSet<>();
        cluster.create("h1", "web", "--replicas", "12");
        Await.until(Await.SOON, () -> {
            cluster.tasks("h1", "web").stream()
                    .map(line -> line.split(" ", -1)[3])
                    .forEach(seen::add);
            assertThat(cluster.running("h1", "web")).hasSize(12);
        });
        System.out.println("lab: states that service ps showed: " + seen);
        assertThat(seen)
                .contains("Running")
                .isSubsetOf(
                        "New",
                        "Pending",
                        "Allocated",
                        "Assigned",
                        "Accepted",
                        "Preparing",
                        "Ready",
                        "Starting",
                        "Running");
    }

    @Test
    void anUpdateRollsOverThreeHostsAndBack() {
        cluster.createRunning("web", 3, "--update-monitor", "500ms", "--rollback-monitor", "500ms");
        h1.ok("service update --detach --no-resolve-image --image demo:2 web");
        awaitImage("demo:2");
        h1.ok("service rollback --detach web");
        awaitImage("demo:1");
        cluster.awaitRunning("h1", "web", 3, Lab.HOSTS);
    }

    private void awaitImage(String image) {
        Await.until(
                Await.LONG,
                () -> assertThat(h1.ok(
                                        "service ps --filter desired-state=running --format {{.Image}}/{{.CurrentState}} web")
                                .lines())
                        .hasSize(3)
                        .allMatch(line -> line.startsWith(image + "/Running")));
    }
}
