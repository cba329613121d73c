package io.priok.agent.executor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.priok.agent.Tasks;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.TaskSpec;
import io.priok.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
final class ContainerLifeTest {
    @TempDir
    Path directory;

    private EngineTrial trial;

    @BeforeEach
    void begin() {
        trial = new EngineTrial(directory);
    }

    @AfterEach
    void end() throws IOException {
        trial.close();
    }

    private static Task task(String id, TaskState desired, String... args) {
        return Tasks.task(id, 10, desired, Tasks.spec(ContainerSpec.of(EngineTrial.IMAGE, args)));
    }

    @Test
    void runsATaskAndSaysSo() {
        trial.assign(task("runs", TaskState.RUNNING, "sleep", "1000"));
        TaskStatus status = trial.awaitState("runs", TaskState.RUNNING);
        assertThat(status.message()).isEqualTo("started");
        assertThat(status.container().pid()).isPositive();
        assertThat(trial.inspect("web.1.runs").path("Id").asText())
                .isEqualTo(status.container().containerId());
    }

    @Test
    void reportsTheExitCodeOfAFailedTask() {
        trial.assign(task("fails", TaskState.RUNNING, "sh", "-c", "exit 3"));
        TaskStatus status = trial.awaitState("fails", TaskState.FAILED);
        assertThat(status.err()).isEqualTo("task: non-zero exit (3)");
        assertThat(status.container().exitCode()).isEqualTo(3);
    }

    @Test
    void rejectsAnImageThatCannotBeHad() {
        Task task =
                Tasks.task("noimage", 10, TaskState.RUNNING, Tasks.spec(ContainerSpec.of("localhost:1/nosuchimage:1")));
        trial.assign(task);
        assertThat(trial.awaitState("noimage", TaskState.REJECTED).err())
                .isEqualTo("No such image: localhost:1/nosuchimage:1");
    }

    @Test
    void measuresAssignmentToRunning() {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            String id = "speed" + round;
            long begin = System.nanoTime();
            trial.assign(task(id, TaskState.RUNNING, "sleep", "1000"));
            trial.awaitState(id, TaskState.RUNNING);
            millis.add((System.nanoTime() - begin) / 1_000_000);
        }
        Collections.sort(millis);
        System.Logger log = System.getLogger(ContainerLifeTest.class.getName());
        log.log(System.Logger.Level.INFO, "assignment to RUNNING, ms: {0}", millis);
        assertThat(millis.get(millis.size() / 2)).isLessThan(5_000);
    }

    @Test
    void carriesASpecFullOfOptionsToTheEngine() {
        String spec = "{\"ContainerSpec\":{\"Image\":\"" + EngineTrial.IMAGE + "\",\"Args\":[\"sleep\",\"1000\"],"
                + "\"Labels\":{\"con.label\":\"y\"},\"Hostname\":\"{{.Service.Name}}-{{.Task.Slot}}\","
                + "\"Env\":[\"A=1\",\"T={{.Task.ID}}\"],\"Dir\":\"/tmp\",\"User\":\"0:0\",\"Groups\":[\"10\"],"
                + "\"Init\":true,\"StopSignal\":\"SIGKILL\",\"TTY\":true,\"ReadOnly\":true,"
                + "\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"priok-trial\",\"Target\":\"/vol\","
                + "\"VolumeOptions\":{\"Labels\":{\"q\":\"r\"},\"DriverConfig\":{}}},"
                + "{\"Type\":\"tmpfs\",\"Target\":\"/tt\",\"TmpfsOptions\":{\"SizeBytes\":1048576,\"Mode\":1016}}],"
                + "\"StopGracePeriod\":3000000000,\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"true\"],"
                + "\"Interval\":1000000000,\"Timeout\":2000000000,\"Retries\":3},"
                + "\"Hosts\":[\"1.2.3.4 foo\"],\"DNSConfig\":{\"Nameservers\":[\"10.99.0.11\"],\"Search\":[\"a.b\"]},"
                + "\"CapabilityAdd\":[\"CAP_NET_ADMIN\"],\"CapabilityDrop\":[\"CAP_MKNOD\"],"
                + "\"Ulimits\":[{\"Name\":\"nofile\",\"Hard\":1024,\"Soft\":1024}]},"
                + "\"Resources\":{\"Limits\":{\"NanoCPUs\":500000000,\"MemoryBytes\":67108864,\"Pids\":50}},"
                + "\"LogDriver\":{\"Name\":\"json-file\",\"Options\":{\"max-size\":\"1m\"}}}";
        trial.assign(Tasks.task(
                "full",
                10,
                TaskState.RUNNING,
                Json.read(spec, TaskSpec.class),
                new PortConfig("", "udp", 81, 25981, "host")));
        TaskStatus status = trial.awaitState("full", TaskState.RUNNING);
        JsonNode made = trial.inspect("web.1.full");
        assertThat(made.at("/Config/Hostname").asText()).isEqualTo("web-1");
        assertThat(made.at("/Config/Env").toString()).contains("A=1", "T=full");
        assertThat(made.at("/Config/StopSignal").asText()).isEqualTo("SIGKILL");
        assertThat(made.at("/Config/Labels/com.docker.swarm.task.name").asText())
                .isEqualTo("web.1.full");
        assertThat(made.at("/HostConfig/NanoCpus").asLong()).isEqualTo(500_000_000);
        assertThat(made.at("/HostConfig/Memory").asLong()).isEqualTo(67_108_864);
        assertThat(made.at("/HostConfig/PidsLimit").asLong()).isEqualTo(50);
        assertThat(made.at("/HostConfig/Init").asBoolean()).isTrue();
        assertThat(made.at("/HostConfig/ReadonlyRootfs").asBoolean()).isTrue();
        assertThat(made.at("/HostConfig/ExtraHosts").toString()).contains("foo:1.2.3.4");
        assertThat(made.at("/HostConfig/RestartPolicy/Name").asText()).isIn("", "no");
        assertThat(made.at("/State/Health/Status").asText()).isEqualTo("healthy");
        assertThat(made.at("/Mounts").toString()).contains("priok-trial", "/tt");
        assertThat(status.message()).isEqualTo("started");
    }

    @Test
    void tellsTheHostPortThatTheEngineBound() {
        trial.assign(Tasks.task(
                "port",
                10,
                TaskState.RUNNING,
                Tasks.spec(ContainerSpec.of(EngineTrial.IMAGE, "sleep", "1000")),
                new PortConfig("", "tcp", 80, 25980, "host")));
        assertThat(trial.awaitState("port", TaskState.RUNNING).ports())
                .containsExactly(new PortConfig("", "tcp", 80, 25980, "host"));
    }

    @Test
    void stopsGracefullyAndKeepsTheContainerForItsLogs() {
        String script = "trap 'echo bye; exit 0' TERM; echo hello; while :; do sleep 0.1; done";
        trial.assign(task("grace", TaskState.RUNNING, "sh", "-c", script));
        trial.awaitState("grace", TaskState.RUNNING);
        // The shell must have set its trap before it is signalled.
        trial.awaitLog("grace", "hello\n");
        trial.assign(Tasks.task(
                "grace", 11, TaskState.SHUTDOWN, Tasks.spec(ContainerSpec.of(EngineTrial.IMAGE, "sh", "-c", script))));
        assertThat(trial.awaitState("grace", TaskState.SHUTDOWN).message()).isEqualTo("shutdown");
        assertThat(trial.inspect("web.1.grace").at("/State/ExitCode").asInt()).isZero();
        trial.awaitLog("grace", "bye\n");
    }

    @Test
    void readsTheLogOfATaskWithATerminal() {
        TaskSpec spec = Json.read(
                "{\"ContainerSpec\":{\"Image\":\"" + EngineTrial.IMAGE
                        + "\",\"TTY\":true,\"Args\":[\"sh\",\"-c\",\"echo one; echo two; sleep 1000\"]}}",
                TaskSpec.class);
        trial.assign(Tasks.task("tty", 10, TaskState.RUNNING, spec));
        trial.awaitState("tty", TaskState.RUNNING);
        trial.awaitLog("tty", "two\r\n");
    }

    @Test
    void findsItsTasksAgainAfterARestartOfTheServer() {
        trial.assign(task("stays", TaskState.RUNNING, "sleep", "1000"));
        trial.assign(task("ends", TaskState.RUNNING, "sleep", "1000"));
        String id = trial.awaitState("stays", TaskState.RUNNING).container().containerId();
        trial.awaitState("ends", TaskState.RUNNING);
        trial.restart(() -> trial.kill("web.1.ends"));
        assertThat(trial.awaitState("ends", TaskState.FAILED).err()).isEqualTo("task: non-zero exit (137)");
        assertThat(trial.awaitState("stays", TaskState.RUNNING).container().containerId())
                .isEqualTo(id);
        assertThat(trial.inspect("web.1.stays").at("/State/Running").asBoolean())
                .isTrue();
    }

    @Test
    void measuresThirtyTasksAtOnce() {
        long begin = System.nanoTime();
        for (int task = 0; task < 30; task++) {
            trial.assign(task("many" + task, TaskState.RUNNING, "sleep", "1000"));
        }
        for (int task = 0; task < 30; task++) {
            trial.awaitState("many" + task, TaskState.RUNNING);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        System.Logger log = System.getLogger(ContainerLifeTest.class.getName());
        log.log(System.Logger.Level.INFO, "30 assignments to RUNNING, ms: {0}", millis);
        assertThat(millis).isLessThan(60_000);
    }
}
