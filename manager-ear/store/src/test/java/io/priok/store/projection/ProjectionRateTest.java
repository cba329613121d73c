package io.priok.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import io.priok.store.Fixtures;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class ProjectionRateTest {
    private static final int TRANSACTIONS = 20_000;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    @Test
    void keepsUpWithAThousandSmallTransactionsASecond() throws Exception {
        var scheduler = Executors.newSingleThreadScheduledExecutor();
        var source = H2Files.open(directory);
        try (Projection projection = Projection.open(
                source,
                Fixtures.documents(),
                Retention.DEFAULT,
                scheduler,
                getClass().getClassLoader())) {
            Image image = projection.load();
            long start = System.nanoTime();
            long cpuStart = cpuNanos();
            for (int i = 1; i <= TRANSACTIONS; i++) {
                Transaction transaction = new Transaction("tx" + i, 0, "api", NOW, List.of(change(image, i)));
                Application application = image.apply(i, transaction);
                image = application.image();
                projection.apply(i, transaction, application);
            }
            projection.flush().toCompletableFuture().join();
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (cpuNanos() - cpuStart) / 1e9;
            long file = Files.size(directory.resolve("projection.mv.db"));
            long loadStart = System.nanoTime();
            Fixtures.assertSame(projection.load(), image);
            System.out.printf(
                    "projection: %.0f transactions/s, file %.1f MB, load of %d objects %.2f s%n",
                    TRANSACTIONS / seconds, file / 1e6, image.objects().size(), (System.nanoTime() - loadStart) / 1e9);
            // By CPU, the JVM's warming up included, because others may share the machine.
            assertThat(TRANSACTIONS / cpuSeconds).isGreaterThan(1_000);
        } finally {
            H2Files.close(source);
            scheduler.shutdownNow();
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Two in three change a task that is there. */
    private static Change change(Image image, int i) {
        if (i % 3 == 1) {
            return Change.create(new Task(
                    new TaskId("task" + i),
                    Meta.created(NOW),
                    new ServiceId("service" + i % 100),
                    "web",
                    Map.of(),
                    i,
                    null,
                    TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of("bb:1", "sleep", "1000")),
                    0,
                    TaskState.RUNNING,
                    TaskStatus.of(TaskState.NEW, NOW, "created"),
                    null,
                    0,
                    List.of()));
        }
        Task task = image.task(new TaskId("task" + (i - (i % 3 == 2 ? 1 : 2)))).orElseThrow();
        return Change.update(task.assigned(
                new NodeId("node" + i), TaskStatus.of(TaskState.ASSIGNED, NOW.plusSeconds(i), "assigned")));
    }
}
