package io.priok.store.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.store.Child;
import io.priok.store.Eventually;
import io.priok.store.seen.CacheCluster;
import io.priok.store.seen.Members;
import io.priok.store.seen.SeenCaches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Managers that are registered, demoted and restarted: caches and lock follow. */
class ChangingManagersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PORT = 22_080;

    private final Members members = new Members(PORT);
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(4);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
        members.close();
    }

    @Test
    void oneWhosePeersAreAllGoneJoinsThoseItIsToldOf() {
        CacheCluster running = members.start(0, 1);
        // It knows of members 6 and 7 alone, which do not exist any more.
        CacheCluster stale = members.start(2, Members.endPoints(PORT + 6, 2));
        assertThat(stale.members()).hasSize(1);

        stale.setPeers(Members.endPoints(PORT, 1));

        Duration took = Eventually.until("one cluster", LONG, () -> both(running, stale, 2));
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void oneThatKnowsNobodyIsFoundByThoseThatAreToldOfIt() {
        CacheCluster running = members.start(0, 1);
        CacheCluster alone = members.start(1, 0);

        running.setPeers(Members.endPoints(PORT, 2));

        Eventually.until("one cluster", LONG, () -> both(running, alone, 2));
    }

    @Test
    void allThatStartAtOnceAreOneClusterAndTheLeaderGetsTheLock() {
        long begin = System.nanoTime();
        List<CompletableFuture<CacheCluster>> starts = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> members.start(i, 3)))
                .toList();
        List<CacheCluster> all = starts.stream().map(CompletableFuture::join).toList();
        LeaderLock lock = lock(all.get(1), new AtomicBoolean(true));

        Eventually.until(
                "three",
                LONG,
                () -> all.stream().allMatch(each -> each.members().size() == 3));
        Duration together = Duration.ofNanos(System.nanoTime() - begin);
        Eventually.until("held", LONG, lock::held);

        System.out.println("all started at once: one cluster after " + together + ", lock after "
                + Duration.ofNanos(System.nanoTime() - begin));
        assertThat(together).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void theLastOfThreeHasTheLockAndItsCachesAfterTwoWereDemoted() {
        List<CacheCluster> all =
                IntStream.range(0, 3).mapToObj(i -> members.start(i, 3)).toList();
        List<SeenCaches> seen = all.stream()
                .map(each -> new SeenCaches(each, InstantSource.system(), scheduler, scheduler))
                .toList();
        AtomicBoolean first = new AtomicBoolean(true);
        AtomicBoolean last = new AtomicBoolean();
        LeaderLock before = lock(all.get(0), first);
        LeaderLock after = lock(all.get(2), last);
        Eventually.until("held by the first", LONG, before::held);
        seen.get(0).report(new TaskId("t"), running());
        Eventually.until(
                "the last knows", LONG, () -> seen.get(2).task(new TaskId("t")).isPresent());

        seen.get(1).close();
        all.get(1).close();
        first.set(false);
        seen.get(0).close();
        before.close();
        all.get(0).close();
        last.set(true);

        Duration took = Eventually.until("held by the last", LONG, after::held);
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        seen.get(2).report(new TaskId("u"), running());
        assertThat(seen.get(2).task(new TaskId("t"))).isPresent();
        Eventually.until(
                "its cache takes writes",
                LONG,
                () -> all.get(2).manager().getCache("priok.tasks").containsKey("u"));
    }

    @Test
    @Tag("soak")
    void theSurvivorOfTwoKilledLeadsOnceOneIsBack() throws Exception {
        CacheCluster survivor = members.start(0, 3);
        AtomicBoolean leads = new AtomicBoolean();
        LeaderLock lock = lock(survivor, leads);
        try (Child holder = new Child(LockHolder.class, Integer.toString(PORT), "1", "3");
                Child other = new Child(LockHolder.class, Integer.toString(PORT), "2", "3", "never")) {
            Eventually.until("held elsewhere", LONG, () -> holder.said("held"));
            Eventually.until("three", LONG, () -> survivor.members().size() == 3);
            other.kill();
            holder.kill();
        }
        try (Child back = new Child(LockHolder.class, Integer.toString(PORT), "2", "3", "never")) {
            Eventually.until("one is back", LONG, () -> back.said("started"));
            Eventually.until("two", LONG, () -> survivor.members().size() == 2);
            leads.set(true);
            Duration took = Eventually.until("held", LONG, lock::held);
            System.out.println("after two of three were killed and one was back: lock held after " + took);
            assertThat(took).isLessThan(Duration.ofSeconds(4));
        }
    }

    private static boolean both(CacheCluster one, CacheCluster two, int size) {
        return one.members().size() == size && two.members().size() == size;
    }

    private LeaderLock lock(CacheCluster cluster, AtomicBoolean eligible) {
        return new LeaderLock(cluster, eligible::get, InstantSource.system(), scheduler);
    }

    private static TaskStatus running() {
        return TaskStatus.of(TaskState.RUNNING, Instant.parse("2026-01-01T00:00:00Z"), "started");
    }
}
