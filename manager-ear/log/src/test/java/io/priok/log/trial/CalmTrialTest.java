package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.trial.Member.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of three on a machine whose processors are all busy: a leader that is only slow goes on leading. */
@Tag("soak")
class CalmTrialTest {
    @TempDir
    Path directory;

    private final List<Process> busy = new ArrayList<>();

    @AfterEach
    void stop() {
        busy.forEach(Process::destroyForcibly);
    }

    @Test
    void aBusyMachineDoesNotDeposeLeaders() throws Exception {
        String[] timings =
                System.getProperty("trial.calmTimings", "500,900,8000").split(";", -1);
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        try {
            for (String timing : timings) {
                Path root = directory.resolve("t" + clusters.size());
                Options options =
                        Options.of("join").snapshotAfter(20_000, 4 << 20).patience(timing);
                clusters.put(timing, Cluster.ofThree(root, 22_070 + 4 * clusters.size(), options));
            }
            for (int i = 0; i < Figures.times("busy", 2); i++) {
                busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            Map<String, Long> before = terms(clusters);
            int seconds = Figures.times("calmSeconds", 120);
            Map<String, Long> slowest = new LinkedHashMap<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (int i = 0; System.nanoTime() < end; i++) {
                for (Map.Entry<String, Cluster> each : clusters.entrySet()) {
                    long asked = System.nanoTime();
                    String answer = each.getValue()
                            .anyMember(i)
                            .ask("append e" + i + " 300")
                            .get(60, TimeUnit.SECONDS);
                    assertThat(answer).startsWith("ok ");
                    slowest.merge(each.getKey(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked), Math::max);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            Map<String, Long> after = terms(clusters);
            for (String timing : timings) {
                Figures.record(
                        "15 busy machine " + timing,
                        "%d s: %d elections, slowest append %d ms",
                        seconds,
                        value(after, timing) - value(before, timing),
                        value(slowest, timing));
            }
            assertThat(value(after, timings[0]) - value(before, timings[0])).isLessThanOrEqualTo(1);
        } finally {
            clusters.values().forEach(Cluster::close);
        }
    }

    private static long value(Map<String, Long> of, String timing) {
        return of.getOrDefault(timing, 0L);
    }

    private static Map<String, Long> terms(Map<String, Cluster> clusters) throws Exception {
        Map<String, Long> terms = new LinkedHashMap<>();
        for (Map.Entry<String, Cluster> each : clusters.entrySet()) {
            terms.put(each.getKey(), each.getValue().awaitLeader().status().term());
        }
        return terms;
    }
}
