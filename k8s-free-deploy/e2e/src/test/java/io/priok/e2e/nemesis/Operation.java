package io.priok.e2e.nemesis;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;

/**
 * One request of a client and what it was told.
 *
 * @param manager the host that was asked
 * @param start, end on the clock of {@link System#nanoTime}; the effect of what is {@link Outcome#UNKNOWN} may come after the end
 * @param service its name; empty for a list
 * @param version the one that an update was based on, else 0
 * @param value what a create or an update leaves in the service; empty for others. No two writes have the same
 * @param answer status and message, for who reads the history
 * @param seen by a reading that succeeded: the services by name. A service that is not there was not there
 */
record Operation(
        int client,
        String manager,
        long start,
        long end,
        Kind kind,
        String service,
        long version,
        String value,
        Outcome outcome,
        String answer,
        Map<String, Seen> seen) {
    enum Kind {
        CREATE,
        UPDATE,
        DELETE,
        INSPECT,
        LIST;

        boolean writes() {
            return this == CREATE || this == UPDATE || this == DELETE;
        }
    }

    /** What a client knows of the effect of its request. */
    enum Outcome {
        /** It was accepted, or answered. */
        OK,
        /** It had no effect, because of the service's state: not there, or of another version. */
        CONFLICT,
        /** It had no effect, because the manager could not take it. */
        REFUSED,
        /** It had an effect, or has none, or will have one. */
        UNKNOWN
    }

    /** A service as a reading saw it. */
    record Seen(String id, long version, String value, long replicas) {
        JsonObject json() {
            return Json.createObjectBuilder()
                    .add("id", id)
                    .add("version", version)
                    .add("value", value)
                    .add("replicas", replicas)
                    .build();
        }
    }

    boolean writes() {
        return kind.writes();
    }

    boolean ok() {
        return outcome == Outcome.OK;
    }

    /** One that was answered by what is in the state, whether it was granted or not. */
    boolean answered() {
        return outcome == Outcome.OK || outcome == Outcome.CONFLICT;
    }

    /** That the service was not there, as told by a write that needs it. */
    boolean foundNothing() {
        return outcome == Outcome.CONFLICT && answer.startsWith("404");
    }

    /** @param from the run's beginning, to which times are given in milliseconds */
    JsonObject json(long from) {
        JsonObjectBuilder line = Json.createObjectBuilder()
                .add("client", client)
                .add("manager", manager)
                .add("start", millis(start - from))
                .add("end", millis(end - from))
                .add("kind", kind.name())
                .add("service", service)
                .add("outcome", outcome.name())
                .add("answer", answer);
        if (version > 0) {
            line.add("version", version);
        }
        if (!value.isEmpty()) {
            line.add("value", value);
        }
        if (!seen.isEmpty()) {
            JsonObjectBuilder services = Json.createObjectBuilder();
            seen.forEach((name, service) -> services.add(name, service.json()));
            line.add("seen", services);
        }
        return line.build();
    }

    /** To the microsecond. */
    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
