package io.priok.log.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Clients that append without pause through whichever member is up, and remember what was acknowledged. */
final class Writers implements AutoCloseable {
    private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    Writers(Cluster cluster, int count, long seed) {
        this(cluster::alive, count, seed);
    }

    /** @param targets whom to ask, looked up before each append */
    Writers(Supplier<List<Member>> targets, int count, long seed) {
        for (int i = 0; i < count; i++) {
            String name = "w" + i + "-" + Long.toHexString(seed);
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> write(targets, name, random), name);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void write(Supplier<List<Member>> targets, String name, Random random) {
        for (int i = 0; running; i++) {
            String id = name + "-" + i;
            try {
                List<Member> up = targets.get().stream().filter(Member::serving).toList();
                if (up.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(20);
                    continue;
                }
                Member member = up.get(random.nextInt(up.size()));
                String answer = member.ask("append " + id + " 300").get(12, TimeUnit.SECONDS);
                if (answer.startsWith("ok ")) {
                    acknowledged.add(id);
                    times.add(System.nanoTime());
                } else if (answer.contains("NO_LEADER") || answer.contains("CLOSED")) {
                    refused.incrementAndGet();
                } else {
                    unknown.incrementAndGet();
                }
            } catch (TimeoutException e) {
                unknown.incrementAndGet();
            } catch (Exception e) {
                throw new IllegalStateException(name + " failed", e);
            }
        }
    }

    /** Milliseconds between {@code since}, by the nano clock, and now in which nothing was acknowledged at a stretch. */
    long longestPause(long since) {
        List<Long> sorted = new ArrayList<>(times);
        sorted.removeIf(time -> time < since);
        sorted.add(since);
        sorted.add(System.nanoTime());
        Collections.sort(sorted);
        long longest = 0;
        for (int i = 1; i < sorted.size(); i++) {
            longest = Math.max(longest, sorted.get(i) - sorted.get(i - 1));
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    int count() {
        return acknowledged.size();
    }

    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    String summary() {
        return acknowledged.size() + " acknowledged, " + unknown + " unknown, " + refused + " refused";
    }

    /** Lets each finish what it has in flight. */
    void stop() throws InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    @Override
    public void close() {
        running = false;
    }
}
