package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.priok.log.trial.Member.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 1 of the trial: what is forced to disk, and before what, as the kernel saw it. */
@Tag("soak")
class ForceTrialTest {
    private static final int ENTRIES = 40;

    @TempDir
    Path directory;

    @BeforeEach
    void requireStrace() {
        assumeTrue(
                Stream.of("/usr/bin/strace", "/bin/strace").anyMatch(path -> Files.isExecutable(Path.of(path))),
                "skipped: strace is not installed");
    }

    private Options traced(String mode, String id) {
        return Options.of(mode)
                .snapshotAfter(1_000_000, 1 << 20)
                .under(List.of(
                        "strace",
                        "-ff",
                        "-y",
                        "-ttt",
                        "-T",
                        "-e",
                        "trace=fsync,fdatasync,rename,renameat,renameat2",
                        "-o",
                        directory.resolve("trace-" + id).toString()));
    }

    @Test
    void forcesEntriesOnAMajorityAndVotesAndSnapshotsBeforeTheyCount() throws Exception {
        List<double[]> appends = new ArrayList<>();
        String elected;
        try (Cluster cluster = new Cluster(directory, 21_600)) {
            Member first = cluster.start("a", traced("bootstrap", "a")).awaitReady();
            cluster.start("b", traced("join", "b")).awaitReady();
            cluster.start("c", traced("join", "c")).awaitReady();
            cluster.awaitLeader();
            first.must("members " + cluster.addresses());
            Member leader = cluster.awaitLeader();
            for (int i = 0; i < ENTRIES; i++) {
                double begin = now();
                leader.must("append e" + i + " 300");
                appends.add(new double[] {begin, now()});
            }
            leader.must("snapshot");
            Member next = cluster.anyFollower();
            elected = next.id;
            leader.must("transfer " + next.id);
            cluster.awaitLeader().must("barrier");
        }
        List<SystemCall> a = SystemCall.read(directory, "trace-a");
        List<SystemCall> b = SystemCall.read(directory, "trace-b");
        List<SystemCall> c = SystemCall.read(directory, "trace-c");

        assertEachAppendWasForcedOnTwo(appends, List.of(a, b, c));
        int votes = 0;
        int forcedVotes = 0;
        double grown = appends.get(0)[0];
        SystemCall own = SystemCall.renamesTo(a, "raft-meta").stream()
                .filter(rename -> rename.end() < grown)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        Map<String, List<SystemCall>> members = Map.of("a", a, "b", b, "c", c);
        for (String id : members.keySet()) {
            List<SystemCall> member = members.get(id);
            for (SystemCall rename : SystemCall.renamesTo(member, "raft-meta")) {
                assertThat(SystemCall.forcedBefore(member, "raft-meta.tmp", rename))
                        .isTrue();
                votes++;
                // Those who vote for others; an elected one forces its own vote in another way.
                boolean given = !id.equals(elected) && rename.begin() > grown;
                forcedVotes += given && SystemCall.forcedAfter(member, "/current", rename, 0.2) ? 1 : 0;
            }
        }
        // Alone, it was asked for no vote but its own; and that must outlive it before it writes.
        assertThat(SystemCall.forcedAfter(a, "/current", own, 0.5))
                .as("directory of the first leader's own vote forced")
                .isTrue();
        assertThat(votes).isPositive();
        assertThat(forcedVotes)
                .as("directory of a vote forced before the answer")
                .isPositive();
        int snapshots = 0;
        for (List<SystemCall> member : List.of(a, b, c)) {
            for (SystemCall rename : SystemCall.renamesTo(member, "snapshot\\.\\d+_\\d+")) {
                assertThat(SystemCall.forcedBefore(member, "\\.tmp", rename)).isTrue();
                assertThat(SystemCall.forcedAfter(member, "/sm", rename, 5)).isTrue();
                snapshots++;
            }
        }
        assertThat(snapshots).isPositive();
        Figures.record(
                "1 fsync, by strace",
                "%d of %d appends forced on 2 of 3 before the ack; %d vote files forced before the rename, directory"
                        + " after %d; %d snapshot(s): file, then directory",
                ENTRIES,
                ENTRIES,
                votes,
                forcedVotes,
                snapshots);
    }

    /** Between the call and its answer at least two members must have begun and finished forcing their log. */
    private static void assertEachAppendWasForcedOnTwo(List<double[]> appends, List<List<SystemCall>> members) {
        for (double[] append : appends) {
            long forced = members.stream()
                    .filter(calls -> calls.stream()
                            .anyMatch(call -> call.forces("log_inprogress")
                                    && call.begin() >= append[0]
                                    && call.end() <= append[1]))
                    .count();
            assertThat(forced).as("members that forced their log").isGreaterThanOrEqualTo(2);
        }
    }

    /** Seconds since the epoch, as strace -ttt counts. */
    private static double now() {
        Instant instant = Instant.now();
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}
