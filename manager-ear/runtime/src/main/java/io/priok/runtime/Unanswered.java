package io.priok.runtime;

import io.priok.domain.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells from the reports of agents whether what is sent to them arrives: an agent repeats its full report until it has been answered,
 * so several in a row mean that the answers get lost on the way.
 */
final class Unanswered {
    private static final int REPORTS = 4;
    private static final Duration WITHIN = Duration.ofSeconds(16);

    private final Map<NodeId, Deque<Instant>> recent = new HashMap<>();

    /** @return true when it is time to mend the way to that node; then the count begins anew */
    boolean reported(NodeId node, Instant now) {
        Deque<Instant> times = recent.computeIfAbsent(node, any -> new ArrayDeque<>());
        times.addLast(now);
        while (times.getFirst().isBefore(now.minus(WITHIN))) {
            times.removeFirst();
        }
        boolean lost = times.size() >= REPORTS;
        if (lost) {
            times.clear();
        }
        return lost;
    }
}
