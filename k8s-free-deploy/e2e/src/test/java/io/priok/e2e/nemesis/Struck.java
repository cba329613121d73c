package io.priok.e2e.nemesis;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * A fault that was.
 *
 * @param hosts the one it was done to first; of a pair then the other
 * @param leader that led before, empty if nobody said so
 * @param from, done, healed on the clock of {@link System#nanoTime}: when the blow was begun and when it was dealt, and when the host,
 *     server or engine was ready again
 */
record Struck(
        int number, Fault fault, List<String> hosts, String leader, long from, long done, long healed, String note) {
    static final long STILL = Long.MAX_VALUE;

    Struck doneAt(long time) {
        return new Struck(number, fault, hosts, leader, from, time, healed, note);
    }

    Struck healedAt(long time) {
        return new Struck(number, fault, hosts, leader, from, done, time, note);
    }

    boolean touches(String host) {
        return hosts.contains(host);
    }

    /** In force at some time of this span. */
    boolean during(long start, long end) {
        return from <= end && healed >= start;
    }

    String target() {
        return String.join(", ", hosts) + (hosts.size() == 1 && hosts.get(0).equals(leader) ? " (leader)" : "");
    }

    JsonObject json(long begin) {
        return Json.createObjectBuilder()
                .add("number", number)
                .add("fault", fault.name())
                .add("hosts", String.join(",", hosts))
                .add("leader", leader)
                .add("from", (from - begin) / 1_000_000)
                .add("healed", (healed - begin) / 1_000_000)
                .add("note", note)
                .build();
    }
}
