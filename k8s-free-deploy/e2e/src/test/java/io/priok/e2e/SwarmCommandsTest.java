package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code docker swarm …}, and what tells of the Swarm. */
@WithEachCli
@Order(1)
final class SwarmCommandsTest extends CliFixture {
    private static final String TOKEN = "SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}";

    SwarmCommandsTest(Cli installed, Target target) {
        super(installed, target);
    }

    @Test
    void versionTellsClientAndServer() {
        assertThat(docker.ok("version")).contains("Client:", "Server:", "API version:");
        assertThat(docker.ok("version --format {{.Server.Os}}")).isEqualTo("linux");
        assertThat(docker.ok("version --format {{.Server.APIVersion}}")).matches("1\\.\\d+");
    }

    @Test
    void infoTellsOfTheSwarm() {
        assertThat(docker.ok("info"))
                .containsPattern("Swarm: active\\n")
                .containsPattern("NodeID: [0-9a-z]{25}\\n")
                .containsPattern("ClusterID: [0-9a-z]{25}\\n")
                .contains("Is Manager: true", "Managers: 1", "Nodes: 1", "Task History Retention Limit: 5");
    }

    @Test
    void initAnswersWithTheJoinCommand() {
        docker.ok("swarm leave --force");
        String said = docker.ok("swarm init --advertise-addr 127.0.0.1");
        assertThat(said)
                .containsPattern("Swarm initialized: current node \\([0-9a-z]{25}\\) is now a manager\\.")
                .containsPattern("docker swarm join --token " + TOKEN + " 127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void aSecondInitIsRefused() {
        docker.refused(
                "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another one.",
                "swarm",
                "init",
                "--advertise-addr",
                "127.0.0.1");
    }

    @Test
    void leaveIsRefusedWithoutForce() {
        createRunning("stays", 1);
        docker.refused("Use `--force` to ignore this message.", "swarm", "leave");
        assertThat(swarm.active()).isTrue();
        assertThat(swarm.liveContainers("stays")).hasSize(1);
    }

    @Test
    void leaveWithForceEndsTheTasks() {
        createRunning("goes", 3);
        assertThat(docker.ok("swarm leave --force")).contains("Node left the swarm.");
        assertThat(swarm.localState()).isEqualTo("inactive");
        Await.until(Await.LONG, () -> assertThat(swarm.taskContainers()).isEmpty());
        docker.refused("This node is not a swarm manager. Use \"docker swarm init\"", "node", "ls");
        docker.refused("This node is not a swarm manager. Use \"docker swarm init\"", "service", "ls");
        docker.refused("This node is not part of a swarm", "swarm", "leave");
    }

    @Test
    void aNewSwarmKnowsNothingOfTheOldOne() {
        createRunning("old", 1);
        String before = docker.ok("info --format {{.Swarm.Cluster.ID}}");
        docker.ok("swarm leave --force");
        docker.ok("swarm init --advertise-addr 127.0.0.1");
        swarm.awaitReady();
        assertThat(docker.ok("info --format {{.Swarm.Cluster.ID}}")).isNotEqualTo(before);
        assertThat(docker.ok("service ls -q")).isEmpty();
    }

    @Test
    void joinTokensAreShownAndRotated() {
        String worker = docker.ok("swarm join-token -q worker");
        String manager = docker.ok("swarm join-token -q manager");
        assertThat(worker).matches(TOKEN).isNotEqualTo(manager);
        assertThat(manager).matches(TOKEN);
        assertThat(docker.ok("swarm join-token worker"))
                .contains("To add a worker to this swarm, run the following command:")
                .contains("docker swarm join --token " + worker + " 127.0.0.1:");
        assertThat(docker.ok("swarm join-token --rotate worker")).contains("Successfully rotated worker join token.");
        assertThat(docker.ok("swarm join-token -q worker")).matches(TOKEN).isNotEqualTo(worker);
        assertThat(docker.ok("swarm join-token -q manager")).isEqualTo(manager);
        // The part that names the cluster's certificate stays.
        assertThat(docker.ok("swarm join-token -q worker")).startsWith(worker.substring(0, 59));
    }

    @Test
    void updateChangesTheTaskHistoryLimit() {
        assertThat(docker.ok("swarm update --task-history-limit 2")).isEqualTo("Swarm updated.");
        assertThat(docker.ok("info")).contains("Task History Retention Limit: 2");
        createRunning("history", 1);
        for (int i = 0; i < 4; i++) {
            docker.ok("service update --detach --force history");
            int replaced = i + 1;
            Await.until(
                    Await.SOON,
                    () -> assertThat(swarm.updateState("history"))
                            .as("state of forced update %s", replaced)
                            .isEqualTo("completed"));
        }
        Await.until(Await.SOON, () -> assertThat(swarm.tasks("history")).hasSizeLessThanOrEqualTo(2));
        docker.ok("swarm update --task-history-limit 5");
    }

    @Test
    void networkLsShowsTheEnginesNetworks() {
        assertThat(docker.ok("network ls --format {{.Name}}/{{.Driver}}/{{.Scope}}")
                        .lines())
                .contains("bridge/bridge/local", "host/host/local", "none/null/local");
    }

    @Test
    void eventsTellOfServices() {
        String since = docker.ok("info --format {{.SystemTime}}");
        String id = create("eventful", Engine.IMAGE);
        docker.ok("service scale --detach eventful=2");
        docker.ok("service rm eventful");
        String until = docker.ok("info --format {{.SystemTime}}");
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("events --filter type=service --since " + since + " --until " + until))
                        .containsPattern("service create " + id + " \\(name=eventful\\)")
                        .containsPattern("service update " + id)
                        .containsPattern("service remove " + id + " \\(name=eventful\\)"));
    }
}
