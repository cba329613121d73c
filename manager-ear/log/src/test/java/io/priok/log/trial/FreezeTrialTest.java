package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.Eventually;
import io.priok.log.trial.Member.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leader that goes silent without closing its sockets, as in a power failure: how soon others acknowledge again. */
@Tag("soak")
class FreezeTrialTest {
    private static final String TIMING = System.getProperty("trial.freezeTiming", "");
    private static final Options OPTIONS =
            Options.of("join").snapshotAfter(20_000, 4 << 20).patience(TIMING);

    @TempDir
    Path directory;

    @Test
    void survivorsOfASilentLeaderAcknowledgeAgain() throws Exception {
        int rounds = Figures.times("freezes", 10);
        List<String> acknowledged = new ArrayList<>();
        List<Long> atLeader = new ArrayList<>();
        List<Long> atFollower = new ArrayList<>();
        List<Long> elected = new ArrayList<>();
        ConcurrentLinkedQueue<Long> inFlight = new ConcurrentLinkedQueue<>();
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        try (Cluster cluster = Cluster.ofThree(directory, 22_000, OPTIONS)) {
            for (int round = 0; round < rounds; round++) {
                Member leader = cluster.awaitLeader();
                List<Member> others = cluster.alive().stream()
                        .filter(member -> member != leader)
                        .toList();
                for (Member each : cluster.alive()) {
                    each.must("append warm-" + round + each.id + " 300");
                    acknowledged.add("warm-" + round + each.id);
                }
                long begin = System.nanoTime();
                leader.freeze();
                List<CompletableFuture<String>> waiting = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String id = "flight-" + round + "-" + i;
                    waiting.add(others.get(i % 2)
                            .ask("append " + id + " 300")
                            .whenComplete((answer, failure) -> inFlight.add(since(begin))));
                }
                List<CompletableFuture<Long>> first = new ArrayList<>();
                for (Member other : others) {
                    int number = round;
                    first.add(CompletableFuture.supplyAsync(() -> untilAcknowledged(other, number, begin)));
                }
                cluster.leaderAmong(others);
                elected.add(since(begin));
                for (int i = 0; i < others.size(); i++) {
                    long took = first.get(i).get(60, TimeUnit.SECONDS);
                    boolean leads = others.get(i).status().role().equals("LEADER");
                    (leads ? atLeader : atFollower).add(took);
                    acknowledged.add("after-" + round + others.get(i).id);
                }
                for (int i = 0; i < waiting.size(); i++) {
                    String answer = waiting.get(i).get(60, TimeUnit.SECONDS);
                    outcomes.merge(answer.startsWith("ok ") ? "ok" : answer, 1, Integer::sum);
                    if (answer.startsWith("ok ")) {
                        acknowledged.add("flight-" + round + "-" + i);
                    }
                }
                if (round == 0) {
                    String[] bench = cluster.leaderAmong(others)
                            .must("bench append 16 300 4000")
                            .split(" ", -1);
                    Figures.record(
                            "12 one of three silent",
                            "16 writers at the leader: %s/s, p50 %s ms, p99 %s ms",
                            bench[0],
                            bench[1],
                            bench[2]);
                }
                leader.wake();
                Eventually.await(
                        "the woken one follows",
                        Cluster.PATIENCE,
                        () -> leader.status().role().equals("FOLLOWER"));
            }
            cluster.assertNothingLost(acknowledged);
        }
        Figures.record(
                "12 silent leader " + TIMING,
                "%d times: elected %s; acknowledged at the new leader %s, at the follower %s; in flight %s %s (median / worst)",
                rounds,
                Figures.spread(elected),
                Figures.spread(atLeader),
                Figures.spread(atFollower),
                Figures.spread(List.copyOf(inFlight)),
                outcomes);
        assertThat(atLeader.stream().sorted().toList().get(rounds / 2)).isLessThan(4_000);
    }

    private static long untilAcknowledged(Member member, int round, long begin) {
        try {
            String answer;
            do {
                answer =
                        member.ask("append after-" + round + member.id + " 300").get(60, TimeUnit.SECONDS);
            } while (!answer.startsWith("ok "));
            return since(begin);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }
}
