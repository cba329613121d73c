package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.trial.Member.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points 2, 4, 6 and half of 10 of the trial: kill -9 at any moment. Snapshots are frequent, so they are hit too. */
@Tag("soak")
class CrashTrialTest {
    private static final Options AGAIN = Options.of("join").snapshotAfter(300, 64 << 10);

    @TempDir
    Path directory;

    private final long seed = Long.getLong("trial.seed", System.nanoTime() & 0xffffff);
    private final Random random = new Random(seed);

    @Test
    void losesNothingWhenTheLeaderIsKilled() throws Exception {
        int kills = Figures.times("leaderKills", 6);
        List<Long> gaps = new ArrayList<>();
        try (Cluster cluster = Cluster.ofThree(directory, 21_100, AGAIN);
                Writers writers = new Writers(cluster, 8, seed)) {
            for (int i = 0; i < kills; i++) {
                letThemWrite(300);
                Member leader = cluster.awaitLeader();
                leader.kill();
                gaps.add(untilNextAcknowledgement(cluster));
                letThemWrite(random.nextInt(400));
                cluster.start(leader.id, AGAIN).awaitReady();
            }
            letThemWrite(500);
            writers.stop();
            cluster.assertNothingLost(writers.acknowledged());
            Figures.record("2 leader killed", "%d times, seed %x: %s; none lost", kills, seed, writers.summary());
            Figures.record("10 kill to next ack", "median / worst of %d: %s", kills, Figures.spread(gaps));
        }
    }

    private long untilNextAcknowledgement(Cluster cluster) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; ; i++) {
            Member member = cluster.alive().get(0);
            String answer =
                    member.ask("append probe-" + begin + "-" + i + " 300").get(30, TimeUnit.SECONDS);
            if (answer.startsWith("ok ")) {
                return Duration.ofNanos(System.nanoTime() - begin).toMillis();
            }
        }
    }

    @Test
    void losesNothingWhenAFollowerIsKilled() throws Exception {
        int kills = Figures.times("followerKills", 4);
        try (Cluster cluster = Cluster.ofThree(directory, 21_110, AGAIN);
                Writers writers = new Writers(cluster, 8, seed)) {
            for (int i = 0; i < kills; i++) {
                letThemWrite(300);
                Member follower = cluster.anyFollower();
                follower.kill();
                letThemWrite(random.nextInt(500));
                cluster.start(follower.id, AGAIN).awaitReady();
            }
            letThemWrite(500);
            writers.stop();
            cluster.assertNothingLost(writers.acknowledged());
            Figures.record("2 follower killed", "%d times, seed %x: %s; none lost", kills, seed, writers.summary());
        }
    }

    @Test
    void losesNothingWhenAllAreKilledAtOnce() throws Exception {
        int kills = Figures.times("allKills", 4);
        List<Long> starts = new ArrayList<>();
        try (Cluster cluster = Cluster.ofThree(directory, 21_120, AGAIN);
                Writers writers = new Writers(cluster, 8, seed)) {
            for (int i = 0; i < kills; i++) {
                letThemWrite(400 + random.nextInt(600));
                cluster.killAll();
                cluster.start("a", AGAIN);
                cluster.start("b", AGAIN);
                cluster.start("c", AGAIN);
                for (String id : List.of("a", "b", "c")) {
                    cluster.member(id).awaitReady();
                }
                long begin = System.nanoTime();
                cluster.awaitLeader().must("barrier");
                starts.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
            }
            letThemWrite(500);
            writers.stop();
            cluster.assertNothingLost(writers.acknowledged());
            Figures.record("2 all killed", "%d times, seed %x: %s; none lost", kills, seed, writers.summary());
            Figures.record("2 cold start", "members up to first barrier: %s", Figures.spread(starts));
        }
    }

    @Test
    void aMemberAloneAfterASnapshotDoesNotLead() throws Exception {
        try (Cluster cluster = Cluster.ofThree(directory, 21_130, AGAIN)) {
            cluster.awaitLeader().must("append one 300");
            for (Member member : cluster.alive()) {
                member.must("barrier");
                member.must("snapshot");
            }
            cluster.killAll();

            Member alone = cluster.start("a", AGAIN).awaitReady();
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            int asked = 0;
            while (System.nanoTime() < end) {
                assertThat(alone.status().role()).isNotEqualTo("LEADER");
                asked++;
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(alone.ask("append lost 300").get(30, TimeUnit.SECONDS)).isEqualTo("no NO_LEADER");
            assertThat(alone.ask("barrier").get(30, TimeUnit.SECONDS)).isEqualTo("no NO_LEADER");

            cluster.start("b", AGAIN).awaitReady();
            cluster.assertNothingLost(List.of("one"));
            Figures.record(
                    "4 alone", "10 s, asked %d times: never led, refused as NO_LEADER; led with a second", asked);
        }
    }

    @Test
    void appliesOnceAfterACrashBetweenSnapshotAndTruncation() throws Exception {
        Options few = Options.of("bootstrap").snapshotAfter(1_000_000, 16 << 10);
        try (Cluster cluster = new Cluster(directory, 21_140)) {
            Member member = cluster.start("a", few).awaitReady();
            cluster.awaitLeader();
            List<String> acknowledged = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 100; i++) {
                    member.must("append r" + round + "-" + i + " 300");
                    acknowledged.add("r" + round + "-" + i);
                }
                if (round < 2) {
                    member.must("snapshot");
                }
            }
            Path segments = segments(member.directory);
            Path before = Files.createDirectory(directory.resolve("before"));
            copy(segments, before);
            String digest = member.must("digest");
            member.must("snapshot");
            member.kill();
            // The new snapshot with the log as it was before: what a crash right after the rename leaves behind.
            for (Path gone : files(segments)) {
                Files.delete(gone);
            }
            copy(before, segments);

            Member again = cluster.start("a", few).awaitReady();
            cluster.awaitLeader();
            assertThat(again.must("digest")).isEqualTo(digest);
            cluster.assertNothingLost(acknowledged);
            Figures.record("6 snapshot, no cut", "300 entries, log put back: same state, each applied once");
        }
    }

    private static Path segments(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> path.getFileName().toString().equals("current"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static void letThemWrite(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
