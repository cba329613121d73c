package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code docker service update} replaces tasks one by one, and can be taken back. */
@WithEachCli
@Order(5)
final class ServiceUpdateTest extends CliFixture {
    ServiceUpdateTest(Cli installed, Target target) {
        super(installed, target);
    }

    private void awaitUpdate(String state) {
        Await.until(Await.LONG, () -> assertThat(swarm.updateState("web")).isEqualTo(state));
    }

    private void update(String... options) {
        String[] line = new String[options.length + 4];
        System.arraycopy(new String[] {"service", "update", "--detach"}, 0, line, 0, 3);
        System.arraycopy(options, 0, line, 3, options.length);
        line[line.length - 1] = "web";
        docker.command(line).ok();
    }

    @Test
    void aNewImageRollsOverTheTasksAndConverges() {
        createRunning("web", 3, "--update-monitor", "1s");
        Set<String> before = swarm.runningContainers("web");
        Command.Result updated =
                docker.run("service", "update", "--no-resolve-image", "--image", Engine.NEWER_IMAGE, "web");
        assertThat(updated.exit()).as("%s", updated).isZero();
        assertThat(updated.out()).startsWith("web\n").containsPattern("verify: Service.* converged");
        swarm.awaitRunning("web", 3);
        assertThat(swarm.runningContainers("web")).doesNotContainAnyElementsOf(before);
        assertThat(swarm.liveContainers("web")).isEqualTo(swarm.runningContainers("web"));
        for (String container : swarm.runningContainers("web")) {
            assertThat(docker.ok("exec " + container + " cat /etc/demo")).isEqualTo("2");
        }
        assertThat(docker.ok("service ls --format {{.Image}}")).isEqualTo("demo:2");
        assertThat(docker.ok("service ps --format {{.Name}}/{{.Image}}/{{.DesiredState}} web")
                        .lines())
                .containsExactlyInAnyOrder(
                        "web.1/demo:2/Running",
                        "web.1/demo:1/Shutdown",
                        "web.2/demo:2/Running",
                        "web.2/demo:1/Shutdown",
                        "web.3/demo:2/Running",
                        "web.3/demo:1/Shutdown");
    }

    @Test
    void oneTaskAtATimeIsReplacedWithTheDelayBetween() {
        createRunning("web", 3, "--update-delay", "2s", "--update-monitor", "500ms");
        long start = System.nanoTime();
        update("--force");
        // Stop-first, parallelism one: never fewer than two run.
        while (!swarm.updateState("web").equals("completed")) {
            assertThat(swarm.liveContainers("web")).hasSizeBetween(2, 3);
            assertThat(System.nanoTime() - start).isLessThan(Await.LONG.toNanos());
            Await.pause(Duration.ofMillis(50));
        }
        assertThat(System.nanoTime() - start).as("time of two delays").isGreaterThan(4_000_000_000L);
        swarm.awaitRunning("web", 3);
    }

    @Test
    void startFirstNeverRunsFewer() {
        createRunning("web", 2, "--update-order", "start-first", "--update-monitor", "500ms");
        update("--no-resolve-image", "--image", Engine.NEWER_IMAGE);
        long end = System.nanoTime() + Await.LONG.toNanos();
        while (!swarm.updateState("web").equals("completed")) {
            assertThat(swarm.liveContainers("web")).hasSizeBetween(2, 4);
            assertThat(System.nanoTime()).isLessThan(end);
            Await.pause(Duration.ofMillis(50));
        }
        swarm.awaitRunning("web", 2);
    }

    @Test
    void environmentLabelsAndConstraintsAreAddedAndTaken() {
        createRunning("web", 1, "--env", "KEEP=1", "--env", "DROP=1", "--update-monitor", "500ms");
        update(
                "--env-add",
                "NEW=two",
                "--env-rm",
                "DROP",
                "--label-add",
                "tier=front",
                "--constraint-add",
                "node.role==manager");
        awaitUpdate("completed");
        swarm.awaitRunning("web", 1);
        assertThat(inside("web", "env").lines()).contains("KEEP=1", "NEW=two").doesNotContain("DROP=1");
        assertThat(format("service", "web", "{{json .Spec.Labels}}")).isEqualTo("{\"tier\":\"front\"}");
        assertThat(format("service", "web", "{{json .Spec.TaskTemplate.Placement.Constraints}}"))
                .isEqualTo("[\"node.role==manager\"]");
        assertThat(docker.ok("service ls --filter label=tier=front --format {{.Name}}"))
                .isEqualTo("web");
        update("--constraint-rm", "node.role==manager", "--label-rm", "tier");
        assertThat(format("service", "web", "{{json .Spec.Labels}}")).isEqualTo("{}");
    }

    @Test
    void anotherLabelLeavesTheTasksAlone() {
        createRunning("web", 2);
        Set<String> before = swarm.liveContainers("web");
        update("--label-add", "tier=front");
        Await.throughout(
                Duration.ofSeconds(2),
                () -> assertThat(swarm.liveContainers("web")).isEqualTo(before));
    }

    @Test
    void replicasAndArgumentsChange() {
        createRunning("web", 1, "--update-monitor", "500ms");
        update("--replicas", "2", "--args", "sleep 4242");
        Await.until(Await.LONG, () -> {
            assertThat(swarm.runningContainers("web")).hasSize(2);
            for (String container : swarm.runningContainers("web")) {
                assertThat(docker.ok("inspect --format {{.Args}} " + container)).isEqualTo("[4242]");
            }
        });
    }

    @Test
    void rollbackRestoresTheSpecBefore() {
        createRunning("web", 2, "--update-monitor", "500ms", "--rollback-monitor", "500ms");
        update("--no-resolve-image", "--image", Engine.NEWER_IMAGE, "--env-add", "NEW=1");
        awaitUpdate("completed");
        assertThat(docker.run("service", "rollback", "web").out())
                .startsWith("web\n")
                .containsPattern("verify: Service.* converged");
        awaitUpdate("rollback_completed");
        swarm.awaitRunning("web", 2);
        JsonObject template = swarm.service("web").getJsonObject("Spec").getJsonObject("TaskTemplate");
        assertThat(template.getJsonObject("ContainerSpec").getString("Image")).isEqualTo("demo:1");
        for (String container : swarm.runningContainers("web")) {
            assertThat(docker.ok("exec " + container + " cat /etc/demo")).isEqualTo("1");
            assertThat(docker.ok("exec " + container + " env")).doesNotContain("NEW=1");
        }
    }

    @Test
    void rollbackNeedsSomethingToRollBackTo() {
        createRunning("web", 1);
        docker.refused("does not have a previous spec", "service", "rollback", "web");
    }

    @Test
    void aFailingUpdatePauses() {
        createRunning("web", 2, "--update-monitor", "3s");
        update("--no-resolve-image", "--image", "nosuch:1");
        awaitUpdate("paused");
        assertThat(docker.ok("service inspect --pretty web")).containsPattern("State:\\s+paused");
        // One slot tries in vain; the other still runs the old image.
        Await.until(Await.SOON, () -> assertThat(swarm.liveContainers("web")).hasSize(1));
    }
}
