package io.priok.console.overview;

import io.priok.console.frame.Tone;
import java.util.List;

/**
 * The cluster at a glance.
 *
 * @param leader hostname; empty when there is none
 * @param leaderId for the link
 * @param managers how many there are, and how many of them are reachable
 * @param tolerates how many managers may yet be lost
 */
public record Overview(
        boolean quorum,
        String leader,
        String leaderId,
        long term,
        long managers,
        long reachable,
        long tolerates,
        List<Share> nodes,
        List<Share> services,
        List<Share> tasks,
        List<Attention> attention) {
    public Overview {
        nodes = List.copyOf(nodes);
        services = List.copyOf(services);
        tasks = List.copyOf(tasks);
        attention = List.copyOf(attention);
    }

    /**
     * So many of one kind.
     *
     * @param page lists them; relative, with its query
     */
    public record Share(long count, String word, Tone tone, String page) {}

    public static long sum(List<Share> shares) {
        return shares.stream().mapToLong(Share::count).sum();
    }

    public long nodeCount() {
        return sum(nodes);
    }

    public long serviceCount() {
        return sum(services);
    }

    public long taskCount() {
        return sum(tasks);
    }

    public boolean isCalm() {
        return attention.isEmpty();
    }
}
