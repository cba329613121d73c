package io.priok.runtime;

import io.priok.control.event.ClusterEvent;
import io.priok.control.port.EventStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The latest events in memory, and those who listen. The engine keeps as many of its own. */
final class EventBuffer implements EventStream {
    private static final int KEPT = 256;

    private final Deque<ClusterEvent> recent = new ArrayDeque<>();
    private final List<Consumer<ClusterEvent>> sinks = new CopyOnWriteArrayList<>();

    /** Called by one thread at a time, in order. */
    void add(ClusterEvent event) {
        synchronized (recent) {
            if (recent.size() == KEPT) {
                recent.removeFirst();
            }
            recent.addLast(event);
        }
        sinks.forEach(sink -> sink.accept(event));
    }

    @Override
    public List<ClusterEvent> between(Instant since, Instant until) {
        synchronized (recent) {
            return recent.stream()
                    .filter(event -> !event.at().isBefore(since) && !event.at().isAfter(until))
                    .toList();
        }
    }

    @Override
    public Subscription subscribe(Consumer<ClusterEvent> sink) {
        sinks.add(sink);
        return () -> sinks.remove(sink);
    }
}
