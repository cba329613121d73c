package io.priok.store.projection;

import io.priok.json.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of the past.
 *
 * @param id ascending in the order of the log
 * @param at when its transaction was written, by its author's clock
 */
public record EventRow(long id, Instant at, StateEvent event) {
    static EventRow of(EventEntity row) {
        Map<String, String> attributes =
                Json.read(row.attributes, Attributes.class).values();
        return new EventRow(row.id, row.happenedAt, new StateEvent(row.kind, row.action, row.objectId, attributes));
    }

    /** The column's content; public for the JSON codec. */
    public record Attributes(Map<String, String> values) {
        public Attributes(@Nullable Map<String, String> values) {
            this.values = values == null ? Map.of() : Map.copyOf(values);
        }
    }
}
