package io.priok.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.AgentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.zip.CRC32;

/**
 * In which order a host prefers the managers' brokers. Goal: hosts spread over the managers, and a host that is content stays where
 * it is when managers come and go. So a manager that is known keeps its place, and new ones follow in an order that is this host's
 * own. Example: agent a knows [m2, m1]; m1 goes and m3 comes: [m2, m3].
 */
public final class ManagerList {
    private ManagerList() {}

    /**
     * @param before as this host knew them, most preferred first; empty at first
     * @param now those that there are, {@code host:port}, in any order
     * @return those that there are, most preferred first; empty only when there are none
     */
    public static List<String> preferred(List<String> before, List<String> now, AgentId agent) {
        LinkedHashSet<String> order = new LinkedHashSet<>(before);
        order.retainAll(now);
        List<String> fresh = new ArrayList<>(new LinkedHashSet<>(now));
        fresh.sort(Comparator.comparingLong((String manager) -> rank(agent, manager))
                .thenComparing(Comparator.naturalOrder()));
        order.addAll(fresh);
        return List.copyOf(order);
    }

    private static long rank(AgentId agent, String manager) {
        CRC32 sum = new CRC32();
        sum.update((agent.value() + "@" + manager).getBytes(UTF_8));
        // A checksum keeps neighbours near each other; the multiplication sends them apart.
        return (sum.getValue() * 0x9E37_79B9_7F4A_7C15L) >>> 16;
    }
}
