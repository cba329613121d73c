package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.trial.Member.Options;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points 8 and 10 of the trial: what appends and linearizable reads cost. Figures, with a floor that means "broken". */
@Tag("soak")
class SpeedTrialTest {
    private static final Options USUAL =
            Options.of("join").snapshotAfter(20_000, 8 << 20).fast();

    @TempDir
    Path directory;

    @Test
    void measuresAppendsAndReads() throws Exception {
        int millis = Figures.times("benchMillis", 3_000);
        try (Cluster cluster = Cluster.ofThree(directory, 21_200, USUAL)) {
            Member leader = cluster.awaitLeader();
            Member follower = cluster.anyFollower();
            bench(leader, "append", 16, 300, millis);

            append("10 leader", leader, 1, 300, millis);
            append("10 leader", leader, 64, 300, millis);
            append("10 leader", leader, 1, 10_000, millis);
            append("10 leader", leader, 64, 10_000, millis);
            append("10 follower", follower, 1, 300, millis);
            append("10 follower", follower, 64, 300, millis);
            barrier("8 leader", leader, 1, millis);
            barrier("8 leader", leader, 16, millis);
            barrier("8 follower", follower, 1, millis);
            barrier("8 follower", follower, 16, millis);
        }
    }

    @Test
    void measuresAMemberAlone() throws Exception {
        int millis = Figures.times("benchMillis", 3_000);
        try (Cluster cluster = new Cluster(directory, 21_210)) {
            Member alone = cluster.start(
                            "a",
                            Options.of("bootstrap")
                                    .snapshotAfter(20_000, 8 << 20)
                                    .fast())
                    .awaitReady();
            cluster.awaitLeader();
            append("10 alone", alone, 1, 300, millis);
            append("10 alone", alone, 64, 300, millis);
        }
    }

    private static void append(String point, Member member, int writers, int bytes, int millis) throws Exception {
        record(
                point + " append",
                writers + " writers, " + bytes + " B",
                bench(member, "append", writers, bytes, millis));
    }

    private static void barrier(String point, Member member, int readers, int millis) throws Exception {
        record(point + " read", readers + " readers", bench(member, "barrier", readers, 300, millis));
    }

    private static void record(String point, String load, String[] result) throws IOException {
        Figures.record(point, "%s: %s/s, p50 %s ms, p99 %s ms", load, result[0], result[1], result[2]);
        assertThat(Double.parseDouble(result[0])).isGreaterThan(20);
    }

    private static String[] bench(Member member, String what, int loops, int bytes, int millis) throws Exception {
        return member.must("bench " + what + " " + loops + " " + bytes + " " + millis)
                .split(" ", -1);
    }
}
