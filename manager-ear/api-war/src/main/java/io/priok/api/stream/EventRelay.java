package io.priok.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.control.event.ClusterEvent;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes events in order: first the past ones, then those that came since, each once. */
final class EventRelay {
    private final Outflow outflow;
    private final EventFilter filter;
    private final List<ClusterEvent> early = new ArrayList<>();
    private boolean caughtUp;

    EventRelay(Outflow outflow, EventFilter filter) {
        this.outflow = outflow;
        this.filter = filter;
    }

    synchronized void past(List<ClusterEvent> events) {
        events.forEach(this::write);
        early.stream().filter(event -> !events.contains(event)).forEach(this::write);
        early.clear();
        caughtUp = true;
    }

    synchronized void live(ClusterEvent event) {
        if (caughtUp) {
            write(event);
        } else {
            early.add(event);
        }
    }

    private void write(ClusterEvent event) {
        if (filter.passes(event)) {
            outflow.offer((json(event) + "\n").getBytes(UTF_8));
        }
    }

    private static JsonObjectBuilder attributes(ClusterEvent event) {
        JsonObjectBuilder attributes = Json.createObjectBuilder();
        event.attributes().forEach(attributes::add);
        return attributes;
    }

    static JsonObject json(ClusterEvent event) {
        Instant at = event.at();
        return Json.createObjectBuilder()
                .add("Type", event.type())
                .add("Action", event.action())
                .add("Actor", Json.createObjectBuilder().add("ID", event.id()).add("Attributes", attributes(event)))
                .add("scope", "swarm")
                .add("time", at.getEpochSecond())
                .add("timeNano", at.getEpochSecond() * 1_000_000_000L + at.getNano())
                .build();
    }
}
