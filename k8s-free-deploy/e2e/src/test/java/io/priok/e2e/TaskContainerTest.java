package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task's container looks like from inside and on the engine, and how it is reached and stopped. */
@WithEachCli
@Order(6)
final class TaskContainerTest extends CliFixture {
    TaskContainerTest(Cli installed, Target target) {
        super(installed, target);
    }

    @Test
    void psShowsSwarmsNameAndLabels() {
        createRunning("web", 1);
        JsonObject task = swarm.tasks("web").get(0);
        String name = "web.1." + task.getString("ID");
        assertThat(docker.ok("ps --format {{.Names}} --no-trunc")).isEqualTo(name);
        assertThat(docker.ok("ps -q --filter label=com.docker.swarm.task.name=" + name))
                .hasSize(12);
        String template = "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}\n{{end}}";
        assertThat(docker.run("inspect", "--format", template, name).lines())
                .contains(
                        "com.docker.swarm.node.id=" + docker.ok("node ls -q"),
                        "com.docker.swarm.service.id=" + swarm.service("web").getString("ID"),
                        "com.docker.swarm.service.name=web",
                        "com.docker.swarm.task=",
                        "com.docker.swarm.task.id=" + task.getString("ID"),
                        "com.docker.swarm.task.name=" + name);
    }

    @Test
    void execReachesIntoTheContainer() {
        createRunning("web", 1);
        assertThat(inside("web", "cat", "/etc/demo")).isEqualTo("1");
        Command.Result echoed = docker.command(
                        "exec", "-i", container("web"), "sh", "-c", "cat; sleep 1; echo done; exit 3")
                .run("hi\n");
        assertThat(echoed.out()).isEqualTo("hi\ndone\n");
        assertThat(echoed.exit()).isEqualTo(3);
    }

    @Test
    void execHasATerminalWhenAskedFor() {
        createRunning("web", 1);
        String exec = docker.binary() + " exec -it " + container("web") + " sh -c 'tty && read line && echo got $line'";
        Command.Result result = Command.of("script", "-qec", exec, "/dev/null")
                .with("DOCKER_HOST", docker.host())
                .run("typed\n");
        assertThat(result.out()).contains("/dev/pts/").contains("got typed");
    }

    @Test
    void theSpecReachesTheContainer(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("given"), "from the host");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        createRunning(
                "web",
                2,
                "--env",
                "COLOUR=blue",
                "--env",
                "SLOT={{.Task.Slot}}",
                "--hostname",
                "{{.Service.Name}}-{{.Task.Slot}}",
                "--user",
                "1000:1001",
                "--workdir",
                "/tmp",
                "--container-label",
                "team=harbour",
                "--mount",
                "type=bind,source=" + directory + ",target=/given,readonly",
                "--mount",
                "type=volume,source=e2e-data,target=/data",
                "--mount",
                "type=tmpfs,target=/scratch,tmpfs-size=1048576",
                "--limit-memory",
                "64M",
                "--limit-cpu",
                "0.5",
                "--host",
                "harbour:10.1.2.3",
                "--read-only");
        for (JsonObject task : swarm.tasks("web", "running")) {
            String id = task.getJsonObject("Status")
                    .getJsonObject("ContainerStatus")
                    .getString("ContainerID");
            int slot = task.getInt("Slot");
            assertThat(docker.ok("exec " + id + " env").lines())
                    .contains("COLOUR=blue", "SLOT=" + slot, "HOSTNAME=web-" + slot);
            assertThat(docker.ok("exec " + id + " hostname")).isEqualTo("web-" + slot);
            assertThat(docker.ok("exec " + id + " id")).contains("uid=1000", "gid=1001");
            assertThat(docker.ok("exec " + id + " pwd")).isEqualTo("/tmp");
            assertThat(docker.ok("exec " + id + " cat /given/given")).isEqualTo("from the host");
            assertThat(docker.ok("exec " + id + " cat /etc/hosts")).containsPattern("10\\.1\\.2\\.3\\s+harbour");
            docker.refused("Read-only file system", "exec", id, "touch", "/new");
            assertThat(docker.ok("exec " + id + " mount"))
                    .containsPattern(" on /data ")
                    .containsPattern("tmpfs on /scratch .*size=1024k");
            assertThat(docker.run("inspect", "--format", "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}", id)
                            .out())
                    .isEqualTo("67108864 500000000\n");
            assertThat(docker.run("inspect", "--format", "{{index .Config.Labels \"team\"}}", id)
                            .out())
                    .isEqualTo("harbour\n");
        }
        assertThat(docker.ok("volume ls -q")).contains("e2e-data");
    }

    @Test
    void entrypointAndArgumentsAreTheServices() {
        create("web", "--entrypoint", "sh", Engine.IMAGE, "-c", "sleep 777");
        swarm.awaitRunning("web", 1);
        assertThat(docker.run("inspect", "--format", "{{.Path}} {{json .Args}}", container("web"))
                        .out())
                .isEqualTo("sh [\"-c\",\"sleep 777\"]\n");
    }

    @Test
    void aPublishedPortAnswersOnTheHost() {
        Engine engine = target.engine();
        create(
                "web",
                "--publish",
                "mode=host,target=8080,published=27990",
                Engine.IMAGE,
                "sh",
                "-c",
                "while :; do echo hello | nc -l -p 8080; done");
        swarm.awaitRunning("web", 1);
        Await.until(
                Await.SOON,
                () -> assertThat(engine.connect(27990))
                        .hasValueSatisfying(said -> assertThat(said).startsWith("hello")));
        assertThat(docker.ok("service ps --format {{.Ports}} web")).startsWith("*:27990->8080/tcp");
        // The only node has the port in use.
        docker.ok("service scale --detach web=2");
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("service ps --no-trunc web"))
                        .contains("no suitable node (host-mode port already in use on 1 node)"));
        docker.ok("service rm web");
        Await.until(Await.SOON, () -> assertThat(engine.connect(27990)).isEmpty());
    }

    @Test
    void theStopSignalIsTheServices(@TempDir Path directory) {
        create(
                "web",
                "--stop-signal",
                "SIGUSR1",
                "--mount",
                "type=bind,source=" + directory + ",target=/out",
                Engine.IMAGE,
                "sh",
                "-c",
                "trap 'echo usr1 > /out/signal; exit 0' USR1; touch /out/ready; while :; do sleep 0.1; done");
        swarm.awaitRunning("web", 1);
        Await.until(Await.SOON, () -> assertThat(directory.resolve("ready")).exists());
        docker.ok("service rm web");
        Await.until(
                Duration.ofSeconds(8),
                () -> assertThat(directory.resolve("signal")).hasContent("usr1"));
    }

    @Test
    void theGracePeriodEndsInAKill() {
        create(
                "web",
                "--stop-signal",
                "SIGTERM",
                "--stop-grace-period",
                "3s",
                Engine.IMAGE,
                "sh",
                "-c",
                "trap '' TERM; while :; do sleep 0.1; done");
        swarm.awaitRunning("web", 1);
        long start = System.nanoTime();
        docker.ok("service rm web");
        Await.until(Await.SOON, () -> assertThat(swarm.liveContainers("web")).isEmpty());
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(taken).isBetween(Duration.ofMillis(2_800), Duration.ofMillis(9_500));
    }

    @Test
    void taskStatesAreSeenAsTheyHappen() {
        createRunning("web", 1);
        JsonObject status = swarm.tasks("web").get(0).getJsonObject("Status");
        assertThat(status.getString("Message")).isEqualTo("started");
        assertThat(status.getJsonObject("ContainerStatus").getInt("PID")).isPositive();
        Map<String, String> byName = Map.of("State", "running");
        assertThat(byName)
                .allSatisfy((name, value) -> assertThat(status.getString(name)).isEqualTo(value));
        assertThat(List.of(docker.ok("service ps --format {{.CurrentState}} web")))
                .allMatch(text -> text.startsWith("Running "));
    }
}
