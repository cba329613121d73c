package io.priok.store.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.message.Heartbeat;
import io.priok.store.Child;
import io.priok.store.Eventually;
import io.priok.store.seen.CacheCluster;
import io.priok.store.seen.Members;
import io.priok.store.seen.SeenCaches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The manager that holds the lock goes silent, its sockets open, as in a power failure. */
@Tag("soak")
class FrozenManagerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PORT = 22_040;
    private static final int KEYS = 40;
    private static final NodeId VIA = new NodeId("m1");

    private final Members members = new Members(PORT);
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(4);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
        members.close();
    }

    @Test
    void theLockPassesOnAndNewsGoOnMeanwhile() throws Exception {
        List<Duration> views = new ArrayList<>();
        List<Duration> locks = new ArrayList<>();
        List<Duration> news = new ArrayList<>();
        for (int round = 0; round < Integer.getInteger("trial.freezes", 5); round++) {
            try (Child holder = new Child(LockHolder.class, Integer.toString(PORT), "0", "3")) {
                Eventually.until("the child holds", LONG, () -> holder.said("held"));
                CacheCluster one = members.start(1, 3);
                CacheCluster two = members.start(2, 3);
                SeenCaches first = new SeenCaches(one, InstantSource.system(), scheduler, scheduler);
                SeenCaches second = new SeenCaches(two, InstantSource.system(), scheduler, scheduler);
                AtomicBoolean leads = new AtomicBoolean();
                LeaderLock lock = new LeaderLock(one, leads::get, InstantSource.system(), scheduler);
                Eventually.until("three", LONG, () -> two.members().size() == 3);
                TaskId settled = new TaskId("settled-" + round);
                first.report(settled, running(settled));
                Eventually.until(
                        "they hear of each other",
                        LONG,
                        () -> second.task(settled).isPresent());

                holder.freeze();
                long frozen = System.nanoTime();
                var unused = scheduler.schedule(() -> leads.set(true), 1_200, TimeUnit.MILLISECONDS);
                news.add(tell(first, second, round));
                Eventually.until("two", LONG, () -> one.members().size() == 2);
                views.add(Duration.ofNanos(System.nanoTime() - frozen));
                Eventually.until("held", LONG, lock::held);
                locks.add(Duration.ofNanos(System.nanoTime() - frozen));
                lock.close();
            }
            members.close();
        }
        System.out.println("holder frozen: view changed after " + views + ", lock held after " + locks + ", news of "
                + KEYS + " tasks and nodes were everywhere after " + news);
        assertThat(median(news)).isLessThan(Duration.ofSeconds(1));
        assertThat(median(locks)).isLessThan(Duration.ofSeconds(4));
    }

    private static Duration tell(SeenCaches first, SeenCaches second, int round) {
        List<TaskId> tasks = IntStream.range(0, KEYS)
                .mapToObj(i -> new TaskId("t" + round + "-" + i))
                .toList();
        long begin = System.nanoTime();
        for (TaskId task : tasks) {
            first.report(task, running(task));
            NodeId node = new NodeId(task.value());
            first.heartbeat(new Heartbeat(node, new AgentId("a"), "s", 1, 1, 0, false), VIA);
        }
        Eventually.until(
                "the other knows",
                LONG,
                () -> tasks.stream()
                        .allMatch(task -> second.task(task).isPresent()
                                && second.pulse(new NodeId(task.value())).isPresent()));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static TaskStatus running(TaskId task) {
        return TaskStatus.of(TaskState.RUNNING, Instant.now(), "started " + task.value());
    }

    private static Duration median(List<Duration> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
