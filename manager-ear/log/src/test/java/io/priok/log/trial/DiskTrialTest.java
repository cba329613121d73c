package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.priok.log.Eventually;
import io.priok.log.trial.Member.Options;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 9 of the trial: a disk that is full. A small tmpfs, mounted and unmounted here, so root is needed. */
@Tag("soak")
class DiskTrialTest {
    private static final Options OPTIONS = Options.of("join").snapshotAfter(1_000_000, 1 << 20);

    @TempDir
    Path directory;

    private Path small;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(directory.resolve("small"));
        int failed = run("mount", "-t", "tmpfs", "-o", "size=12m", "trial", small.toString());
        assumeTrue(failed == 0, "skipped: a tmpfs cannot be mounted here (root is needed)");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", small.toString());
    }

    @Test
    void aLoneMemberOnAFullDiskStopsAndKeepsItsWord() throws Exception {
        try (Cluster cluster = new Cluster(directory, 21_500)) {
            Options alone = Options.of("bootstrap").snapshotAfter(1_000_000, 1 << 20);
            Member member = cluster.startIn("a", small.resolve("a"), alone).awaitReady();
            cluster.awaitLeader();
            List<String> acknowledged = new ArrayList<>();
            String refusal = appendUntilRefused(member, acknowledged);
            Eventually.await(
                    "stopped", Cluster.PATIENCE, () -> member.status().role().equals("STOPPED"));
            assertThat(member.ask("append later 300").get(30, TimeUnit.SECONDS)).isEqualTo("no DISK_FAILED");
            member.kill();

            run("mount", "-o", "remount,size=64m", small.toString());
            Member again = cluster.startIn("a", small.resolve("a"), alone).awaitReady();
            cluster.assertNothingLost(acknowledged);
            again.must("append after 300");
            Figures.record(
                    "9 disk full, alone",
                    "%d acknowledged, then '%s', then DISK_FAILED; none lost after room was made",
                    acknowledged.size(),
                    refusal);
        }
    }

    private static String appendUntilRefused(Member member, List<String> acknowledged) throws Exception {
        for (int i = 0; i < 10_000; i++) {
            String answer = member.ask("append e" + i + " 10000").get(60, TimeUnit.SECONDS);
            if (!answer.startsWith("ok ")) {
                return answer;
            }
            acknowledged.add("e" + i);
        }
        throw new AssertionError("the disk never filled");
    }

    @Test
    void aLeaderOnAFullDiskGivesWayToTheOthers() throws Exception {
        try (Cluster cluster = new Cluster(directory, 21_510)) {
            Member a = cluster.startIn(
                            "a", small.resolve("a"), Options.of("bootstrap").snapshotAfter(1_000_000, 1 << 20))
                    .awaitReady();
            cluster.start("b", OPTIONS).awaitReady();
            cluster.start("c", OPTIONS).awaitReady();
            cluster.awaitLeader();
            a.must("members " + cluster.addresses());
            a.ask("transfer a").get(30, TimeUnit.SECONDS);
            List<String> acknowledged = new ArrayList<>();
            a.must("append first 300");
            acknowledged.add("first");
            try (OutputStream filler = Files.newOutputStream(small.resolve("filler"))) {
                fill(filler);
            }
            try (Writers writers = new Writers(cluster, 4, 9)) {
                Eventually.await(
                        "a stops", Cluster.PATIENCE, () -> a.status().role().equals("STOPPED"));
                int before = writers.count();
                Eventually.await("the others go on", Cluster.PATIENCE, () -> writers.count() > before + 200);
                a.kill();
                Files.delete(small.resolve("filler"));
                cluster.startIn("a", small.resolve("a"), OPTIONS).awaitReady();
                writers.stop();
                acknowledged.addAll(writers.acknowledged());
                cluster.assertNothingLost(acknowledged);
                Figures.record(
                        "9 disk full, of three",
                        "full member stopped, the others went on, it caught up: %s; none lost",
                        writers.summary());
            }
        }
    }

    /** Leaves no byte: first in large steps, then in small ones. */
    private static void fill(OutputStream filler) {
        for (int step : List.of(1 << 16, 1 << 10, 1)) {
            boolean more = true;
            while (more) {
                more = written(filler, step);
            }
        }
    }

    private static boolean written(OutputStream filler, int bytes) {
        try {
            filler.write(new byte[bytes]);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
