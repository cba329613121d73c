package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All managers die at once under writes and start again: each acknowledged write is there. System property {@code priok.lab.crashes}:
 * how often, 3 times unless told.
 */
@OnLab
@Order(31)
@Tag("soak")
final class CrashAllTest extends LabFixture {
    /** The common pool has too few on a small machine, and then it would not be at once. */
    private static final Executor THREADS = task -> new Thread(task, "crash").start();

    /** All servers start at once, on a machine that may be busy. */
    private static final Duration STARTING = Duration.ofMinutes(4);

    CrashAllTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @BeforeEach
    void haveThreeManagers() {
        cluster.have(ALL);
    }

    @Test
    void allServersKilledAtOnceKeepEveryAcknowledgedWrite() {
        crash(
                "all servers killed",
                host -> lab.command("server", host, "kill").ok(),
                host -> lab.command("server", host, "start").ok());
    }

    @Test
    void aPowerFailureOfAllHostsKeepsEveryAcknowledgedWrite() {
        crash("power failure of all hosts", lab::kill, lab::start);
    }

    private void crash(String what, Consumer<String> end, Consumer<String> begin) {
        if (!lab.isPriok()) {
            return;
        }
        int runs = Integer.getInteger("priok.lab.crashes", 3);
        cluster.createRunning("web", 3);
        List<Long> down = new ArrayList<>();
        List<Long> starting = new ArrayList<>();
        try (Writers writers = new Writers(cluster, Lab.HOSTS)) {
            for (int run = 1; run <= runs; run++) {
                writers.awaitMore(10);
                long struck = System.nanoTime();
                atOnce(end);
                int before = writers.count();
                long from = System.nanoTime();
                CompletableFuture<Void> started = CompletableFuture.runAsync(() -> atOnce(begin), THREADS);
                Await.until(
                        STARTING,
                        () -> assertThat(writers.count()).as("accepted writes").isGreaterThan(before));
                down.add(System.nanoTime() - struck);
                starting.add(System.nanoTime() - from);
                tell(what + ", run " + run + ", until an accepted write", down.get(run - 1));
                tell("    of it since they were started", starting.get(run - 1));
                started.join();
                cluster.awaitManagers(STARTING, ALL);
                assertAllThere(List.copyOf(writers.acknowledged()));
            }
            List<String> acknowledged = List.copyOf(writers.stop());
            tellAll(what + " until an accepted write", down);
            tellAll("    of it since they were started", starting);
            System.out.println("lab: " + acknowledged.size() + " acknowledged writes, all there");
            assertAllThere(acknowledged);
        }
        Await.until(Await.LONG, () -> cluster.assertEachOnce("web", 3, Lab.HOSTS));
    }

    /** Side by side, so that none of them sees the others gone for long. */
    private static void atOnce(Consumer<String> action) {
        CompletableFuture.allOf(Lab.HOSTS.stream()
                        .map(host -> CompletableFuture.runAsync(() -> action.accept(host), THREADS))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private void assertAllThere(List<String> acknowledged) {
        for (String host : Lab.HOSTS) {
            Await.until(
                    Await.SOON,
                    () -> assertThat(cluster.at(host)
                                    .ok("service ls --format {{.Name}}")
                                    .lines())
                            .as("services at " + host)
                            .containsAll(acknowledged));
        }
    }

    private static void tellAll(String what, List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        tell("median of " + sorted.size() + ", " + what.strip(), sorted.get(sorted.size() / 2));
        tell("worst of " + sorted.size() + ", " + what.strip(), sorted.get(sorted.size() - 1));
    }
}
