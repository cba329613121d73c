package io.priok.e2e.nemesis;

import io.priok.e2e.nemesis.Anomaly.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What ran on the hosts' engines, as seen from outside, and what of it must not have.
 *
 * <p>A task has one container at most, wherever and whenever. A slot may have a second running task while a node is cut off, and as
 * long as the managers need to hear of the first one's end; so two of a slot count only on hosts that all have been well, like a
 * majority of managers, for the given grace, and only when they are seen together in all looks of half of it.
 */
final class Sightings {
    private final List<Look> looks = new ArrayList<>();

    /** A running container, by its labels. */
    record Running(String task, String service, String slot) {}

    /**
     * @param at on the clock of {@link System#nanoTime}
     * @param containers that ran, one entry each
     */
    record Look(long at, String host, List<Running> containers) {}

    /** Whether a host had no fault for the grace before a time, or a majority of the managers. */
    interface Health {
        boolean well(String host, long at);

        boolean majorityWell(long at);
    }

    synchronized void add(Look look) {
        looks.add(look);
    }

    synchronized List<Look> looks() {
        return List.copyOf(looks);
    }

    synchronized List<Anomaly> check(Health health, long graceNanos) {
        List<Anomaly> anomalies = new ArrayList<>();
        Map<String, Set<String>> hostsOfTasks = new TreeMap<>();
        Map<String, Look> latest = new TreeMap<>();
        Map<String, Long> doubledSince = new HashMap<>();
        Set<String> told = new TreeSet<>();
        for (Look look : looks) {
            Map<String, Integer> here = new HashMap<>();
            for (Running container : look.containers()) {
                hostsOfTasks
                        .computeIfAbsent(container.task(), task -> new TreeSet<>())
                        .add(look.host());
                if (here.merge(container.task(), 1, Integer::sum) == 2 && told.add(container.task())) {
                    anomalies.add(new Anomaly(
                            Kind.TASK_TWICE,
                            "task " + container.task() + " of " + container.slot() + " has two containers on "
                                    + look.host()));
                }
            }
            latest.put(look.host(), look);
            Map<String, List<String>> doubled = doubled(latest, health, look.at(), graceNanos / 4);
            doubledSince.keySet().retainAll(doubled.keySet());
            doubled.forEach((slot, where) -> {
                long since = doubledSince.computeIfAbsent(slot, s -> look.at());
                if (look.at() - since > graceNanos / 2 && told.add(slot)) {
                    anomalies.add(new Anomaly(Kind.SLOT_DOUBLED, slot + " runs as " + where));
                }
            });
        }
        hostsOfTasks.forEach((task, hosts) -> {
            if (hosts.size() > 1) {
                anomalies.add(new Anomaly(Kind.TASK_TWICE, "task " + task + " ran on " + hosts));
            }
        });
        return anomalies;
    }

    /** Slots with more than one running task on hosts that are well, with the tasks. */
    private static Map<String, List<String>> doubled(
            Map<String, Look> latest, Health health, long at, long staleNanos) {
        if (!health.majorityWell(at)) {
            return Map.of();
        }
        Map<String, List<String>> slots = new TreeMap<>();
        for (Look look : latest.values()) {
            if (at - look.at() < staleNanos && health.well(look.host(), at)) {
                for (Running container : look.containers()) {
                    slots.computeIfAbsent(container.slot(), slot -> new ArrayList<>())
                            .add(container.task() + " on " + look.host());
                }
            }
        }
        slots.values().removeIf(tasks -> tasks.size() < 2);
        return slots;
    }
}
