package io.priok.store.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.image.Image;
import io.priok.message.Heartbeat;
import io.priok.store.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeenCachesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456789Z");
    private static final List<TaskState> STATES = List.of(
            TaskState.ACCEPTED,
            TaskState.PREPARING,
            TaskState.READY,
            TaskState.STARTING,
            TaskState.RUNNING,
            TaskState.FAILED);
    private static final TaskId TASK = new TaskId("t1");
    private static final NodeId NODE = new NodeId("n1");
    private static final NodeId VIA = new NodeId("m1");
    private static final Heartbeat BEAT = new Heartbeat(NODE, new AgentId("a1"), "s1", 1, 1, 1, false);

    private final Members members = new Members(26000);
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(3);
    private final SettableClock clock = new SettableClock();

    @AfterEach
    void stop() {
        members.close();
        executor.shutdownNow();
    }

    @Test
    void startsAloneWithoutWaitingForOthers() {
        seen(members.start(3, 1)).report(TASK, running(0)); // the first start in a JVM loads classes
        Duration quickest = Duration.ofDays(1);
        // The machine may be busy with other things, but hardly at each of these.
        for (int number = 0; number < 3; number++) {
            long start = System.nanoTime();
            SeenCaches alone = seen(members.start(number, 0));
            alone.report(TASK, running(0));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            quickest = took.compareTo(quickest) < 0 ? took : quickest;
            assertThat(alone.task(TASK)).contains(running(0));
        }
        assertThat(quickest).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void showsEachManagerWhatAnyManagerWasTold() {
        SeenCaches one = seen(members.start(0, 3));
        SeenCaches two = seen(members.start(1, 3));
        SeenCaches three = seen(members.start(2, 3));
        Set<String> told = new ConcurrentSkipListSet<>();
        three.onTaskStatus(ids -> ids.forEach(id -> told.add(id.value())));

        assertThat(one.report(TASK, running(1))).isTrue();
        two.report(new TaskId("t2"), running(2));
        two.heartbeat(BEAT, VIA);

        Eventually.until(
                "all know",
                () -> List.of(one, two, three).stream()
                        .allMatch(seen -> seen.task(TASK).isPresent()
                                && seen.task(new TaskId("t2")).isPresent()
                                && seen.lastHeartbeat(NODE).isPresent()));
        assertThat(three.task(TASK)).contains(running(1));
        Eventually.until("the listener was told", () -> told.containsAll(Set.of("t1", "t2")));
    }

    @Test
    void neverGoesBackHoweverReportsAreMixed() {
        List<SeenCaches> all = List.of(seen(members.start(0, 3)), seen(members.start(1, 3)), seen(members.start(2, 3)));
        List<TaskStatus> life = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            life.add(TaskStatus.of(STATES.get(i / 10 % STATES.size()), NOW.plusMillis(i), "step " + i));
        }
        TaskStatus last =
                life.stream().reduce((a, b) -> b.supersedes(a) ? b : a).orElseThrow();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<TaskStatus> observed = Collections.synchronizedList(new ArrayList<>());
        all.get(2).onTaskStatus(ids -> observed.add(all.get(2).task(TASK).orElseThrow()));

        Collections.shuffle(life, random);
        life.forEach(status -> all.get(random.nextInt(3)).report(TASK, status));

        Eventually.until(
                "all have the last, seed " + seed,
                () -> all.stream().allMatch(seen -> seen.task(TASK).equals(Optional.of(last))));
        Eventually.until(
                "told of the last",
                () -> !observed.isEmpty() && observed.get(observed.size() - 1).equals(last));
        for (int i = 1; i < observed.size(); i++) {
            assertThat(observed.get(i - 1).supersedes(observed.get(i)))
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    @Test
    void tellsALateMemberAll() {
        CacheCluster first = members.start(0, 1);
        SeenCaches one = seen(first);
        for (int i = 0; i < 1_000; i++) {
            one.report(new TaskId("t" + i), running(i));
        }
        // The first does not know the second: addresses come at run time.
        SeenCaches two = seen(members.start(1, 2));
        Eventually.until(
                "state came over",
                () -> two.task(new TaskId("t999")).isPresent()
                        && two.task(new TaskId("t0")).isPresent());
    }

    @Test
    void mergesWhatTwoSidesHeardApart() {
        CacheCluster first = members.start(0, 1);
        CacheCluster second = members.start(1, 0);
        SeenCaches one = seen(first);
        SeenCaches two = seen(second);
        one.report(TASK, running(5));
        two.report(TASK, TaskStatus.of(TaskState.COMPLETE, NOW, "finished"));
        one.report(new TaskId("left"), running(1));
        two.report(new TaskId("right"), running(1));

        first.setPeers(Members.endPoints(26000, 2));
        second.setPeers(Members.endPoints(26000, 2));

        Eventually.until(
                "merged",
                () -> List.of(one, two).stream()
                        .allMatch(seen -> seen.task(TASK)
                                        .filter(status -> status.state() == TaskState.COMPLETE)
                                        .isPresent()
                                && seen.task(new TaskId("left")).isPresent()
                                && seen.task(new TaskId("right")).isPresent()));
        assertThat(first.members()).hasSize(2);
    }

    @Test
    void survivesTheDepartureOfTheManagerThatWasTold() {
        SeenCaches one = seen(members.start(0, 2));
        CacheCluster leaving = members.start(1, 2);
        SeenCaches two = seen(leaving);
        two.report(TASK, running(1));
        Eventually.until("replicated", () -> one.task(TASK).isPresent());
        leaving.close();
        one.report(TASK, running(2));
        assertThat(one.task(TASK)).contains(running(2));
    }

    @Test
    void purgesATaskOnlyAfterItWasUnknownForAMinute() {
        SeenCaches one = seen(members.start(0, 1));
        one.report(TASK, running(1));
        one.heartbeat(BEAT, VIA);
        one.purge(Image.empty());
        assertThat(one.task(TASK)).as("the image may lag behind the report").isPresent();
        assertThat(one.lastHeartbeat(NODE)).isEmpty();

        clock.advance(Duration.ofSeconds(61));
        one.purge(Image.empty());
        assertThat(one.task(TASK)).isEmpty();
    }

    @Test
    void doesNotLetAPeerThatIsBehindReviveAForgottenTask() {
        SeenCaches one = seen(members.start(0, 2));
        SeenCaches two = seen(members.start(1, 2));
        one.report(TASK, running(1));
        Eventually.until("replicated", () -> two.task(TASK).isPresent());
        one.forget(TASK);
        two.report(TASK, running(2));
        two.report(new TaskId("after"), running(2));
        Eventually.until("later news came", () -> one.task(new TaskId("after")).isPresent());
        assertThat(one.task(TASK)).isEmpty();
        assertThat(one.report(TASK, running(3))).isFalse();
    }

    @Test
    void stampsBeatsByTheReadersClock() {
        SettableClock fast = new SettableClock();
        fast.advance(Duration.ofHours(1));
        SeenCaches one = seen(members.start(0, 2));
        SeenCaches two = new SeenCaches(members.start(1, 2), fast, executor, executor);
        two.heartbeat(BEAT, VIA);
        Eventually.until("heard", () -> one.lastHeartbeat(NODE).isPresent());
        assertThat(one.lastHeartbeat(NODE)).contains(clock.instant());
        assertThat(two.lastHeartbeat(NODE)).contains(fast.instant());
        assertThat(one.pulse(NODE)).hasValueSatisfying(pulse -> {
            assertThat(pulse.via()).isEqualTo(VIA);
            assertThat(pulse.session()).isEqualTo("s1");
            assertThat(pulse.office()).isEqualTo(1);
            assertThat(pulse.leaving()).isFalse();
        });
    }

    @Test
    void hearsNothingMoreOnceClosed() {
        CacheCluster cluster = members.start(0, 2);
        SeenCaches closed = seen(cluster);
        SeenCaches other = seen(members.start(1, 2));
        Eventually.until("two members", () -> cluster.members().size() == 2);
        Set<String> told = new ConcurrentSkipListSet<>();
        closed.onTaskStatus(ids -> ids.forEach(id -> told.add(id.value())));

        closed.close();
        closed.close();
        other.heartbeat(BEAT, VIA);
        other.report(TASK, running(0));
        Eventually.until(
                "it has come", () -> cluster.manager().getCache("priok.tasks").containsKey("t1"));
        other.report(new TaskId("t2"), running(0)); // after the event of the first
        Eventually.until(
                "it has come", () -> cluster.manager().getCache("priok.tasks").containsKey("t2"));
        assertThat(closed.task(TASK)).isEmpty();
        assertThat(closed.lastHeartbeat(NODE)).isEmpty();
        closed.report(new TaskId("t3"), running(1));
        assertThat(told).isEmpty();
    }

    @Test
    void closesAfterItsCluster() {
        CacheCluster cluster = members.start(0, 1);
        SeenCaches seen = seen(cluster);
        cluster.close();
        seen.close();
        assertThat(seen.task(TASK)).isEmpty();
    }

    private SeenCaches seen(CacheCluster cluster) {
        return new SeenCaches(cluster, clock, executor, executor);
    }

    private static TaskStatus running(int millis) {
        return TaskStatus.of(TaskState.RUNNING, NOW.plusMillis(millis), "started");
    }

    private static final class SettableClock implements InstantSource {
        private volatile Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }
}
