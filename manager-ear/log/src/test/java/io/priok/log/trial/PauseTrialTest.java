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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 3 of the trial: a leader that sleeps while others go on, and is asked the moment it wakes. */
@Tag("soak")
class PauseTrialTest {
    private static final Options OPTIONS = Options.of("join");

    @TempDir
    Path directory;

    @Test
    void aLeaderThatSleptIsHarmless() throws Exception {
        sleepFor(Figures.times("pauseSeconds", 20), 21_300);
    }

    /** Until another leads, and no longer: Ratis sees no pause, and takes itself for the leader until it hears of the other. */
    @RepeatedTest(3)
    void aLeaderThatNappedIsHarmless(RepetitionInfo time) throws Exception {
        sleepFor(0, 21_300 + 10 * time.getCurrentRepetition());
    }

    private void sleepFor(int seconds, int port) throws Exception {
        try (Cluster cluster = Cluster.ofThree(directory, port, OPTIONS)) {
            Member sleeper = cluster.awaitLeader();
            List<String> acknowledged = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sleeper.must("append before-" + i + " 300");
                acknowledged.add("before-" + i);
            }
            // Confirms the present commit index, so that a leader which remembers confirmations would remember this.
            sleeper.must("barrier");
            sleeper.freeze();
            long begin = System.nanoTime();
            List<Member> others =
                    cluster.alive().stream().filter(member -> member != sleeper).toList();
            String first;
            do {
                first = others.get(0).ask("append during 300").get(60, TimeUnit.SECONDS);
            } while (!first.startsWith("ok "));
            acknowledged.add("during");
            long gap = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            TimeUnit.MILLISECONDS.sleep(Math.max(0, seconds * 1_000L - gap));
            long newest = Long.parseLong(others.get(0).must("append newest 300"));
            acknowledged.add("newest");

            // All of this is read from the pipe before anything arrives from the network.
            List<CompletableFuture<String>> claims = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                claims.add(sleeper.ask("current"));
            }
            List<CompletableFuture<String>> reads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                reads.add(sleeper.ask("barrier"));
            }
            CompletableFuture<String> write = sleeper.ask("append woken 300");
            sleeper.wake();
            long woken = System.nanoTime();
            int leaderByRole = 0;
            for (CompletableFuture<String> claim : claims) {
                String answer = claim.get(60, TimeUnit.SECONDS);
                assertThat(answer).startsWith("ok false");
                leaderByRole += answer.endsWith("LEADER") ? 1 : 0;
            }
            int answered = 0;
            for (CompletableFuture<String> read : reads) {
                String answer = read.get(60, TimeUnit.SECONDS);
                if (answer.startsWith("ok ")) {
                    assertThat(Long.parseLong(answer.substring(3))).isGreaterThan(newest);
                    answered++;
                } else {
                    assertThat(answer).isEqualTo("no NO_LEADER");
                }
            }
            if (write.get(60, TimeUnit.SECONDS).startsWith("ok ")) {
                acknowledged.add("woken");
            }
            Eventually.await(
                    "the sleeper follows",
                    Cluster.PATIENCE,
                    () -> sleeper.status().role().equals("FOLLOWER"));
            long stepped = Duration.ofNanos(System.nanoTime() - woken).toMillis();
            cluster.assertNothingLost(acknowledged);
            Figures.record(
                    "3 leader frozen",
                    "%d s: next ack elsewhere after %d ms; woken, it followed within %d ms; of 20 reads %d fresh, none stale;"
                            + " its role said leader %d of 50 times, its lease never",
                    seconds,
                    gap,
                    stepped,
                    answered,
                    leaderByRole);
        }
    }
}
