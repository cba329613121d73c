package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.Eventually;
import io.priok.log.trial.Member.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that come, go, come back empty and hand over, step by step, while others write. */
@Tag("soak")
class ChurnTrialTest {
    private static final Options JOIN = Options.of("join").snapshotAfter(300, 64 << 10);
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @TempDir
    Path directory;

    private final List<Member> inside = new CopyOnWriteArrayList<>();

    @Test
    void nothingIsLostAndTheLogIsNeverLongWithoutALeader() throws Exception {
        int steps = Figures.times("churnSteps", 50);
        long seed = Long.getLong("trial.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, List<Long>> pauses = new TreeMap<>();
        try (Cluster cluster = Cluster.ofThree(directory, 22_010, JOIN)) {
            inside.addAll(cluster.alive());
            try (Writers writers = new Writers(() -> inside, 4, seed)) {
                for (int step = 0; step < steps; step++) {
                    long begin = System.nanoTime();
                    String kind = step(cluster, random);
                    pauses.computeIfAbsent(kind, none -> new ArrayList<>()).add(writers.longestPause(begin));
                }
                writers.stop();
                cluster.assertNothingLost(writers.acknowledged());
                Figures.record(
                        "13 churn",
                        "%d steps, seed %d: %s; longest pause by step (median / worst) %s",
                        steps,
                        seed,
                        writers.summary(),
                        pauses.entrySet().stream()
                                .map(each -> each.getKey() + " "
                                        + each.getValue().size() + "x " + Figures.spread(each.getValue()))
                                .collect(Collectors.joining(", ")));
            }
        }
        assertThat(pauses.values().stream().flatMap(List::stream))
                .as("seed %d", seed)
                .allMatch(pause -> pause < 6_000);
    }

    private String step(Cluster cluster, Random random) throws Exception {
        Member leader = cluster.awaitLeader();
        int choice = random.nextInt(3);
        if (choice == 0 && inside.size() > 1) {
            Member heir = another(leader, random);
            leader.must("transfer " + heir.id);
            Eventually.await(
                    "it leads", Cluster.PATIENCE, () -> heir.status().role().equals("LEADER"));
            return "transfer";
        }
        if (inside.size() == NAMES.size() || (choice == 1 && inside.size() > 2)) {
            Member out = inside.get(random.nextInt(inside.size()));
            inside.remove(out);
            leader.must("members " + addresses(inside));
            Eventually.await(
                    "the removed one knows",
                    Cluster.PATIENCE,
                    () -> out.status().role().equals("REMOVED"));
            cluster.wipe(out);
            return out == leader ? "remove leader" : "remove";
        }
        String name = NAMES.stream()
                .filter(each -> inside.stream().noneMatch(member -> member.id.equals(each)))
                .findFirst()
                .orElseThrow();
        Member in = cluster.start(name, JOIN).awaitReady();
        leader.must("members "
                + addresses(Stream.concat(inside.stream(), Stream.of(in)).toList()));
        inside.add(in);
        return "add";
    }

    @Test
    void aChangeWhoseLeaderDiesIsMadeByTheNext() throws Throwable {
        int rounds = Figures.times("brokenChanges", 8);
        Random random = new Random(Long.getLong("trial.seed", 3));
        int again = 0;
        try (Cluster cluster = Cluster.ofThree(directory, 22_020, JOIN)) {
            inside.addAll(cluster.alive());
            try (Writers writers = new Writers(() -> inside, 4, 3)) {
                for (int round = 0; round < rounds; round++) {
                    Member leader = cluster.awaitLeader();
                    boolean adding = inside.size() == 3;
                    Member moving = adding ? cluster.start("d", JOIN).awaitReady() : cluster.member("d");
                    if (!adding) {
                        inside.remove(moving);
                    }
                    List<Member> wanted = adding
                            ? Stream.concat(inside.stream(), Stream.of(moving)).toList()
                            : List.copyOf(inside);
                    CompletableFuture<String> unfinished = leader.ask("members " + addresses(wanted));
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(adding ? 600 : 80));
                    leader.kill();
                    unfinished.get(60, TimeUnit.SECONDS);
                    inside.remove(leader);
                    Member back = cluster.start(leader.id, JOIN).awaitReady();
                    if (leader != moving) {
                        inside.add(back);
                    }
                    again += finish(cluster, adding, leader == moving ? back : moving) ? 1 : 0;
                }
                writers.stop();
                cluster.assertNothingLost(writers.acknowledged());
                Figures.record(
                        "14 leader dies in change",
                        "%d times: %s; joiners that had to start anew: %d",
                        rounds,
                        writers.summary(),
                        again);
            }
        }
    }

    /** As the next leader does: asks for the same again, and a joiner that was shut out by the broken change starts anew. */
    private boolean finish(Cluster cluster, boolean adding, Member moving) throws Throwable {
        Member leader = cluster.awaitLeader();
        if (!adding) {
            (leader == moving ? inside.get(0) : leader).must("members " + addresses(inside));
            // One that was restarted after it had heard of the change waits outside.
            Eventually.holds(
                    Cluster.PATIENCE, () -> assertThat(moving.status().role()).isIn("REMOVED", "OUTSIDE"));
            cluster.wipe(moving);
            return false;
        }
        Member joiner = moving;
        boolean anew = false;
        for (; ; ) {
            String answer = cluster.awaitLeader()
                    .ask("members " + addresses(inside) + " " + joiner.address())
                    .get(90, TimeUnit.SECONDS);
            if (answer.startsWith("ok ")) {
                inside.add(joiner);
                return anew;
            }
            assertThat(joiner.status().role()).as(answer).isEqualTo("REMOVED");
            cluster.wipe(joiner);
            joiner = cluster.start(joiner.id, JOIN).awaitReady();
            anew = true;
        }
    }

    private Member another(Member than, Random random) {
        List<Member> others = inside.stream().filter(member -> member != than).toList();
        return others.get(random.nextInt(others.size()));
    }

    private static String addresses(List<Member> members) {
        return members.stream().map(Member::address).collect(Collectors.joining(" "));
    }
}
