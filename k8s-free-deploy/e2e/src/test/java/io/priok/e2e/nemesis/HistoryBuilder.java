package io.priok.e2e.nemesis;

import io.priok.e2e.nemesis.Operation.Kind;
import io.priok.e2e.nemesis.Operation.Outcome;
import io.priok.e2e.nemesis.Operation.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Histories by hand. Times are small numbers; the service is "web" where none is named. */
final class HistoryBuilder {
    static final String WEB = "web";

    private final List<Operation> operations = new ArrayList<>();

    HistoryBuilder create(long start, long end, String value, Outcome outcome) {
        return add(start, end, Kind.CREATE, 0, value, outcome, "", Map.of());
    }

    HistoryBuilder update(long start, long end, long version, String value, Outcome outcome) {
        return add(start, end, Kind.UPDATE, version, value, outcome, "", Map.of());
    }

    HistoryBuilder delete(long start, long end, Outcome outcome) {
        return add(start, end, Kind.DELETE, 0, "", outcome, "", Map.of());
    }

    HistoryBuilder deleteOfNothing(long start, long end) {
        return add(start, end, Kind.DELETE, 0, "", Outcome.CONFLICT, "404 service web not found", Map.of());
    }

    HistoryBuilder saw(long start, long end, long version, String value) {
        return add(start, end, Kind.INSPECT, 0, "", Outcome.OK, "200", Map.of(WEB, seen(version, value)));
    }

    HistoryBuilder sawNothing(long start, long end) {
        return add(start, end, Kind.LIST, 0, "", Outcome.OK, "200", Map.of());
    }

    HistoryBuilder failedToRead(long start, long end) {
        return add(start, end, Kind.LIST, 0, "", Outcome.UNKNOWN, "no answer", Map.of());
    }

    HistoryBuilder sawService(long start, long end, String name) {
        return add(start, end, Kind.LIST, 0, "", Outcome.OK, "200", Map.of(name, seen(1, "x")));
    }

    static Seen seen(long version, String value) {
        return new Seen("id", version, value, 0);
    }

    private HistoryBuilder add(
            long start,
            long end,
            Kind kind,
            long version,
            String value,
            Outcome outcome,
            String answer,
            Map<String, Seen> seen) {
        String service = kind == Kind.LIST ? "" : WEB;
        operations.add(new Operation(1, "h1", start, end, kind, service, version, value, outcome, answer, seen));
        return this;
    }

    List<Anomaly> check() {
        return Checker.history(operations);
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }
}
