package io.priok.store.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.store.Eventually;
import io.priok.store.seen.CacheCluster;
import io.priok.store.seen.Members;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderLockTest {
    private final Members members = new Members(26200);
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(3);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
        members.close();
    }

    @Test
    void isTakenByAnEligibleManagerAlone() {
        AtomicBoolean eligible = new AtomicBoolean();
        LeaderLock lock = lock(members.start(0, 1), eligible);
        List<Boolean> changes = new CopyOnWriteArrayList<>();
        lock.onChange(changes::add);
        assertThat(lock.held()).isFalse();

        eligible.set(true);
        Eventually.until("held", lock::held);
        eligible.set(false);
        Eventually.until("given up", () -> !lock.held());
        eligible.set(true);
        Eventually.until("held again", lock::held);

        // The listener is called just after the value changes.
        Eventually.until("told of each change", () -> changes.equals(List.of(true, false, true)));
        lock.close();
        assertThat(lock.held()).isFalse();
    }

    @Test
    void followsEligibilityFromManagerToManager() {
        List<AtomicBoolean> eligible =
                Stream.generate(AtomicBoolean::new).limit(3).toList();
        List<LeaderLock> locks = eligible.stream()
                .map(each -> lock(members.start(eligible.indexOf(each), 3), each))
                .toList();
        for (int leader : new int[] {0, 1, 2, 0}) {
            eligible.get(leader).set(true);
            Eventually.until("held by " + leader, () -> locks.get(leader).held());
            assertThat(locks.stream().filter(LeaderLock::held)).hasSize(1);
            eligible.get(leader).set(false);
            Eventually.until("given up", () -> !locks.get(leader).held());
        }
    }

    @Test
    void isHeldByOneAlthoughAllAreEligible() {
        List<LeaderLock> locks = Stream.of(0, 1, 2)
                .map(i -> lock(members.start(i, 3), new AtomicBoolean(true)))
                .toList();
        Eventually.until("one holds", () -> locks.stream().anyMatch(LeaderLock::held));
        LeaderLock holder = locks.stream().filter(LeaderLock::held).findFirst().orElseThrow();

        holder.release();
        assertThat(holder.held()).isFalse();
        Duration pause =
                Eventually.until("another holds", () -> locks.stream().anyMatch(lock -> lock != holder && lock.held()));
        assertThat(pause).isLessThan(Duration.ofSeconds(1));
        assertThat(locks.stream().filter(LeaderLock::held)).hasSize(1);
    }

    @Test
    void passesOnWhenItsHolderLeaves() {
        CacheCluster first = members.start(0, 3);
        LeaderLock leaving = lock(first, new AtomicBoolean(true));
        Eventually.until("held", leaving::held);
        LeaderLock two = lock(members.start(1, 3), new AtomicBoolean(true));
        LeaderLock three = lock(members.start(2, 3), new AtomicBoolean(true));

        leaving.close();
        first.close();
        Duration takeOver = Eventually.until("taken over", () -> two.held() || three.held());
        assertThat(takeOver).isLessThan(Duration.ofSeconds(1));
    }

    private LeaderLock lock(CacheCluster cluster, AtomicBoolean eligible) {
        return new LeaderLock(cluster, eligible::get, InstantSource.system(), scheduler);
    }
}
