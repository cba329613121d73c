package io.priok.e2e.lab;

import io.priok.e2e.Await;
import io.priok.e2e.Command;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;

/**
 * A stream of writes, as a user would go on: creates services without tasks, each by the first manager that takes it, the next
 * manager when one refuses or does not answer. Remembers what was acknowledged and for how long nothing was.
 */
final class Writers implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Cluster cluster;
    private final List<String> hosts;
    private final ExecutorService threads;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicLong lastAcknowledged = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();

    Writers(Cluster cluster, List<String> hosts) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.threads = Executors.newSingleThreadExecutor();
        threads.execute(this::write);
    }

    private void write() {
        int at = 0;
        while (!stopped.get()) {
            String name = "w" + next.incrementAndGet();
            if (!create(hosts.get(at % hosts.size()), name)) {
                at++;
            }
            Await.pause(PAUSE);
        }
    }

    private boolean create(String host, String name) {
        try (Command.Started started =
                cluster.createCommand(host, name, "--replicas", "0").start()) {
            if (started.end(PATIENCE).exit() != 0) {
                return false;
            }
        } catch (AssertionError late) {
            // Nobody knows what became of it.
            return false;
        }
        long now = System.nanoTime();
        longestGap.accumulateAndGet(now - lastAcknowledged.getAndSet(now), Math::max);
        acknowledged.add(name);
        return true;
    }

    /** The names of all services that were acknowledged by now. */
    Set<String> acknowledged() {
        return new TreeSet<>(acknowledged);
    }

    int count() {
        return acknowledged.size();
    }

    /** Waits for that many more acknowledged writes. */
    void awaitMore(int count) {
        int from = count();
        Await.until(Await.SOON, () -> Assertions.assertThat(count()).isGreaterThanOrEqualTo(from + count));
    }

    /** The longest time without an acknowledged write, in nanoseconds; the one that lasts included. */
    long longestGap() {
        return Math.max(longestGap.get(), System.nanoTime() - lastAcknowledged.get());
    }

    /** Ends the stream; the names of all services that were acknowledged. */
    Set<String> stop() {
        close();
        return acknowledged();
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a write does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
