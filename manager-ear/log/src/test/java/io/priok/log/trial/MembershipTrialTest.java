package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.Eventually;
import io.priok.log.trial.Member.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points 5 and 7 of the trial: members come, leave and fall behind under writes. */
@Tag("soak")
class MembershipTrialTest {
    private static final Options JOIN = Options.of("join").snapshotAfter(300, 64 << 10);

    @TempDir
    Path directory;

    @Test
    void growsFromOneToThreeAndLosesItsLeaderUnderWrites() throws Exception {
        try (Cluster cluster = new Cluster(directory, 21_400)) {
            Member a = cluster.start("a", Options.of("bootstrap").snapshotAfter(300, 64 << 10))
                    .awaitReady();
            cluster.awaitLeader();
            List<String> acknowledged;
            long begin = System.nanoTime();
            try (Writers writers = new Writers(cluster, 8, 5)) {
                a.must("members " + a.address());
                // Writers use whoever runs, so members join one by one and are asked while still outside.
                Member b = cluster.start("b", JOIN).awaitReady();
                a.must("members " + a.address() + " " + b.address());
                Member c = cluster.start("c", JOIN).awaitReady();
                a.must("members " + cluster.addresses());
                TimeUnit.MILLISECONDS.sleep(500);

                Member leader = cluster.awaitLeader();
                List<String> rest = cluster.alive().stream()
                        .filter(member -> member != leader)
                        .map(Member::address)
                        .toList();
                leader.must("members " + String.join(" ", rest));
                leader.kill();
                TimeUnit.MILLISECONDS.sleep(500);
                cluster.killAll();
                for (Member member : List.of(a, b, c)) {
                    if (member != leader) {
                        cluster.start(member.id, JOIN).awaitReady();
                    }
                }
                Member now = cluster.awaitLeader();
                assertThat(now.status().members()).isEqualTo(2);
                TimeUnit.MILLISECONDS.sleep(500);
                writers.stop();
                acknowledged = writers.acknowledged();
                cluster.assertNothingLost(acknowledged);
                Figures.record(
                        "5 one, three, two",
                        "leader removed, all killed, restarted: %s; none lost, 2 members, %d ms in all",
                        writers.summary(),
                        Duration.ofNanos(System.nanoTime() - begin).toMillis());
            }
        }
    }

    @Test
    void aMemberFarBehindCatchesUpFromTheLogUnderLoad() throws Exception {
        catchUp("7 behind, by log", 21_410, 1_000_000, Figures.times("behind", 30_000));
    }

    @Test
    void aMemberFarBehindCatchesUpFromASnapshotUnderLoad() throws Exception {
        catchUp("7 behind, by snapshot", 21_420, 10_000, Figures.times("behindSnapshots", 100_000));
    }

    private void catchUp(String point, int port, int snapshotAfter, int behind) throws Exception {
        Options options =
                Options.of("join").snapshotAfter(snapshotAfter, 4 << 20).fast();
        try (Cluster cluster = Cluster.ofThree(directory, port, options)) {
            Member late = cluster.anyFollower();
            long before = late.status().applied();
            late.kill();
            Member leader = cluster.awaitLeader();
            int done = 0;
            while (done < behind) {
                List<CompletableFuture<String>> burst = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    burst.add(leader.ask("append e" + (done + i) + " 300"));
                }
                for (CompletableFuture<String> answer : burst) {
                    assertThat(answer.get(60, TimeUnit.SECONDS)).startsWith("ok ");
                }
                done += 1_000;
            }
            try (Writers writers = new Writers(cluster, 8, 7)) {
                long begin = System.nanoTime();
                Member again = cluster.start(late.id, options).awaitReady();
                long target = leader.status().commit();
                Eventually.await(
                        "caught up", Duration.ofMinutes(2), () -> again.status().applied() >= target);
                long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
                writers.stop();
                List<String> acknowledged = new ArrayList<>(writers.acknowledged());
                IntStream.range(0, done).forEach(i -> acknowledged.add("e" + i));
                cluster.assertNothingLost(acknowledged);
                Figures.record(
                        point,
                        "%d entries behind, %d ms with its start, meanwhile %d written",
                        target - before,
                        took,
                        writers.count());
            }
        }
    }
}
