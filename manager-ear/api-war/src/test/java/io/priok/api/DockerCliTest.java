package io.priok.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.Meta;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ServiceMode;
import io.priok.state.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The unmodified docker command, in every version that is installed, against the API in this process. */
@Tag("engine")
class DockerCliTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final ApiServer api = new ApiServer();

    @TempDir
    Path home;

    static List<String> commands() throws IOException {
        List<String> found = new ArrayList<>();
        for (String path : List.of("/usr/local/bin/docker", "/usr/bin/docker")) {
            if (Files.isExecutable(Path.of(path))) {
                found.add(path);
            }
        }
        return found;
    }

    @BeforeEach
    void start() {
        assertThat(api.port).isPositive();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void managesASwarm(String docker) throws Exception {
        assertThat(run(docker, "node", "ls")).contains("This node is not a swarm manager.");
        assertThat(run(docker, "swarm", "init", "--advertise-addr", "10.99.0.11"))
                .contains("Swarm initialized: current node (" + FakeSwarm.H1 + ") is now a manager.")
                .contains("docker swarm join --token SWMTKN-1-digest-worker 10.99.0.11:2377");
        assertThat(run(docker, "info")).contains("Swarm: active").contains("Is Manager: true");
        assertThat(run(docker, "version")).contains("API version:");
        assertThat(run(docker, "node", "ls")).contains("h1").contains("Leader");
        assertThat(run(docker, "node", "inspect", "self", "--pretty")).contains("Availability:");
        assertThat(run(docker, "swarm", "join-token", "-q", "--rotate", "worker"))
                .startsWith("SWMTKN-1-digest-");
        assertThat(run(docker, "node", "update", "--label-add", "rack=r1", "h1"))
                .contains("h1");
        assertThat(run(docker, "swarm", "update", "--task-history-limit", "3")).contains("Swarm updated.");
        assertThat(run(docker, "swarm", "leave")).contains("Removing the last manager erases all");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void managesServices(String docker) throws Exception {
        run(docker, "swarm", "init", "--advertise-addr", "10.99.0.11");
        assertThat(run(
                        docker,
                        "service",
                        "create",
                        "-d",
                        "--name",
                        "web",
                        "--replicas",
                        "2",
                        "-p",
                        "8080:80",
                        "bb:1",
                        "sleep",
                        "1"))
                .containsPattern("[a-z0-9]{25}");
        startTasks("web");
        assertThat(run(docker, "service", "ls"))
                .contains("web")
                .contains("replicated")
                .contains("2/2");
        assertThat(run(docker, "service", "ps", "web"))
                .contains("web.1")
                .contains("web.2")
                .contains("Running");
        assertThat(run(docker, "service", "inspect", "--pretty", "web"))
                .contains("Service Mode:")
                .contains("Replicas:");
        assertThat(run(docker, "service", "create", "--name", "web", "bb:1")).contains("service web already exists");
        assertThat(run(docker, "service", "scale", "-d", "web=3")).contains("web scaled to 3");
        assertThat(run(docker, "service", "update", "-d", "--image", "bb:2", "web"))
                .contains("web");
        assertThat(run(docker, "service", "rollback", "-d", "web")).contains("web");
        assertThat(run(docker, "node", "ps")).contains("web.1");
        assertThat(run(docker, "service", "rm", "web", "nosuch"))
                .contains("web")
                .contains("nosuch");
        assertThat(run(docker, "service", "ls", "-q")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void seesAServiceConverge(String docker) throws Exception {
        run(docker, "swarm", "init", "--advertise-addr", "10.99.0.11");
        Thread workers = new Thread(() -> {
            Waiting.until(() -> !api.cluster.image().services().isEmpty());
            startTasks("conv");
        });
        workers.start();

        assertThat(run(docker, "service", "create", "--name", "conv", "bb:1", "sleep", "1"))
                .contains("1/1")
                .containsAnyOf("verify: Service", "converged");
        workers.join();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void managesNetworksSecretsAndConfigs(String docker) throws Exception {
        run(docker, "swarm", "init", "--advertise-addr", "10.99.0.11");
        Path file = Files.writeString(home.resolve("data"), "topsecret\n");

        assertThat(run(docker, "network", "create", "-d", "overlay", "ov1")).containsPattern("^[a-z0-9]{25}");
        assertThat(run(docker, "network", "create", "-d", "overlay", "ov1"))
                .contains("network with name ov1 already exists");
        assertThat(run(docker, "network", "ls"))
                .contains("ov1")
                .contains("bridge")
                .contains("swarm");
        assertThat(run(docker, "network", "inspect", "ov1")).contains("\"Scope\": \"swarm\"");
        assertThat(run(docker, "secret", "create", "s1", file.toString())).containsPattern("^[a-z0-9]{25}");
        assertThat(run(docker, "secret", "create", "s1", file.toString())).contains("secret s1 already exists");
        assertThat(run(docker, "secret", "inspect", "s1"))
                .contains("\"Name\": \"s1\"")
                .doesNotContain("dG9wc2VjcmV0");
        assertThat(run(docker, "config", "create", "c1", file.toString())).containsPattern("^[a-z0-9]{25}");
        assertThat(run(docker, "config", "inspect", "--pretty", "c1")).contains("topsecret");
        assertThat(run(
                        docker,
                        "service",
                        "create",
                        "-d",
                        "--name",
                        "web",
                        "--secret",
                        "s1",
                        "--config",
                        "c1",
                        "--network",
                        "ov1",
                        "bb:1"))
                .containsPattern("[a-z0-9]{25}");
        assertThat(run(docker, "secret", "rm", "s1")).contains("secret 's1' is in use by the following service: web");
        assertThat(run(docker, "network", "rm", "ov1")).contains("is in use by service");
        run(docker, "service", "rm", "web");
        assertThat(run(docker, "secret", "rm", "s1")).contains("s1");
        assertThat(run(docker, "config", "rm", "c1")).contains("c1");
        assertThat(run(docker, "network", "rm", "ov1")).isEqualTo("ov1\n");
    }

    /** What the control loops and a worker would do. */
    private void startTasks(String name) {
        Service service = api.cluster.image().serviceNamed(name).orElseThrow();
        long replicas = ((ServiceMode.Replicated) service.spec().mode()).replicas();
        Instant now = Instant.now();
        for (long slot = 1; slot <= replicas; slot++) {
            Task task = new Task(
                    new TaskId("task" + slot + "xxxxxxxxxxxxxxxxxxxx"),
                    Meta.created(now),
                    service.id(),
                    name,
                    service.spec().labels(),
                    slot,
                    FakeSwarm.H1,
                    service.spec().taskTemplate(),
                    service.specVersion(),
                    TaskState.RUNNING,
                    TaskStatus.of(TaskState.ASSIGNED, now, "scheduler assigned task to node"),
                    null,
                    0,
                    List.of());
            api.cluster.put(Change.create(task));
            api.cluster.reported.put(task.id(), TaskStatus.of(TaskState.RUNNING, now, "started"));
        }
    }

    /** Both outputs of a command. */
    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", api.url());
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("DOCKER_CONTEXT");
        Path output = Files.createTempFile(home, "out", null);
        Process process = builder.redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(String.join(" ", command))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, UTF_8);
    }
}
