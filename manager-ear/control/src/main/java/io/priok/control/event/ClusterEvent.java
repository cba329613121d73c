package io.priok.control.event;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change of an object, as {@code docker events} shows it.
 *
 * @param type {@code service}, {@code node}, {@code network}, {@code secret} or {@code config}
 * @param action {@code create}, {@code update} or {@code remove}
 * @param id of the object
 * @param attributes sorted by name; {@code name} is always there
 */
public record ClusterEvent(String type, String action, String id, Map<String, String> attributes, Instant at) {
    public ClusterEvent {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
}
