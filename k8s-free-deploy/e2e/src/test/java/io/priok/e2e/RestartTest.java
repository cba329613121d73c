package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The restart policy: condition, delay and attempts. */
@WithEachCli
@Order(7)
final class RestartTest extends CliFixture {
    RestartTest(Cli installed, Target target) {
        super(installed, target);
    }

    private static Instant timestamp(JsonObject task) {
        return Instant.parse(task.getJsonObject("Status").getString("Timestamp"));
    }

    @Test
    void conditionNoneLeavesAFailedTask() {
        create("fails", "--restart-condition", "none", Engine.IMAGE, "sh", "-c", "exit 4");
        Await.until(Await.SOON, () -> assertThat(swarm.tasks("fails", "failed")).hasSize(1));
        Await.throughout(
                Duration.ofSeconds(3), () -> assertThat(swarm.tasks("fails")).hasSize(1));
        assertThat(docker.ok("service ps --no-trunc fails")).contains("Failed", "\"task: non-zero exit (4)\"");
        JsonObject status = swarm.tasks("fails").get(0).getJsonObject("Status");
        assertThat(status.getJsonObject("ContainerStatus").getInt("ExitCode")).isEqualTo(4);
        assertThat(docker.ok("service ls --format {{.Replicas}}")).isEqualTo("0/1");
    }

    @Test
    void onFailureLeavesACompleteTask() {
        create("done", "--restart-condition", "on-failure", "--restart-delay", "100ms", Engine.IMAGE, "true");
        Await.until(
                Await.SOON, () -> assertThat(swarm.tasks("done", "complete")).hasSize(1));
        Await.throughout(
                Duration.ofSeconds(3), () -> assertThat(swarm.tasks("done")).hasSize(1));
        assertThat(docker.ok("service ps done")).contains("Complete");
    }

    @Test
    void anyRestartsACompleteTaskInItsSlot() {
        create("again", "--restart-condition", "any", "--restart-delay", "100ms", Engine.IMAGE, "sleep", "0.2");
        Await.until(
                Await.SOON, () -> assertThat(swarm.tasks("again", "complete")).hasSizeGreaterThan(2));
        assertThat(swarm.tasks("again")).allMatch(task -> task.getInt("Slot") == 1);
        // Five old ones are kept, and the one that is wanted.
        Await.until(
                Await.SOON, () -> assertThat(swarm.tasks("again", "complete")).hasSizeGreaterThanOrEqualTo(4));
        Await.throughout(
                Duration.ofSeconds(3), () -> assertThat(swarm.tasks("again")).hasSizeLessThanOrEqualTo(7));
    }

    @Test
    void attemptsAreCounted() {
        create(
                "twice",
                "--restart-condition",
                "on-failure",
                "--restart-max-attempts",
                "2",
                "--restart-delay",
                "200ms",
                Engine.IMAGE,
                "false");
        Await.until(Await.SOON, () -> assertThat(swarm.tasks("twice", "failed")).hasSize(3));
        Await.throughout(
                Duration.ofSeconds(3), () -> assertThat(swarm.tasks("twice")).hasSize(3));
    }

    @Test
    void theDelayLiesBetweenEndAndStart() {
        create("later", "--restart-delay", "3s", Engine.IMAGE, "sh", "-c", "sleep 1; exit 1");
        Await.until(Await.SOON, () -> assertThat(swarm.tasks("later", "failed")).hasSizeGreaterThanOrEqualTo(2));
        List<JsonObject> failed = swarm.tasks("later", "failed").stream()
                .sorted(Comparator.comparing(RestartTest::timestamp))
                .toList();
        // From one failure to the next: the delay and the second that the task lives.
        assertThat(Duration.between(timestamp(failed.get(0)), timestamp(failed.get(1))))
                .isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(12));
    }

    @Test
    void aKilledContainerIsReplaced() {
        createRunning("web", 2, "--restart-delay", "100ms");
        Set<String> before = swarm.liveContainers("web");
        String victim = before.iterator().next();
        docker.ok("kill " + victim);
        Await.until(
                Await.SOON,
                () -> assertThat(swarm.runningContainers("web")).hasSize(2).doesNotContain(victim));
        assertThat(swarm.liveContainers("web")).hasSize(2).containsAnyElementsOf(before);
        assertThat(docker.ok("service ps --no-trunc web")).contains("\"task: non-zero exit (137)\"");
    }

    @Test
    void aRemovedContainerIsReplaced() {
        createRunning("web", 1, "--restart-delay", "100ms");
        String victim = container("web");
        docker.ok("rm -f " + victim);
        Await.until(
                Await.SOON,
                () -> assertThat(swarm.runningContainers("web")).hasSize(1).doesNotContain(victim));
    }
}
