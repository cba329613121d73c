package io.priok.simulation;

import java.time.Instant;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Virtual time, what is to happen in it, and the only source of chance. */
final class Clockwork {
    private record Event(long at, long order, Runnable action) {}

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) -> {
        int byTime = Long.compare(one.at(), other.at());
        return byTime != 0 ? byTime : Long.compare(one.order(), other.order());
    });
    private final SplittableRandom random;
    private long millis;
    private long scheduled;

    Clockwork(long seed) {
        this.random = new SplittableRandom(seed);
    }

    long millis() {
        return millis;
    }

    Instant now() {
        return START.plusMillis(millis);
    }

    long millisUntil(Instant moment) {
        return Math.max(0, moment.toEpochMilli() - now().toEpochMilli());
    }

    void in(long delay, Runnable action) {
        events.add(new Event(millis + delay, scheduled++, action));
    }

    void runUntil(long end, Runnable afterEach) {
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            millis = event.at();
            event.action().run();
            afterEach.run();
        }
        millis = end;
    }

    /** From 0, below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
