package io.priok.agent.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.agent.Tasks;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
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
}
