package io.priok.e2e.nemesis;

import io.priok.e2e.nemesis.Anomaly.Kind;
import io.priok.e2e.nemesis.Operation.Outcome;
import io.priok.e2e.nemesis.Operation.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether what clients were told of one service can be true.
 *
 * <p>Goals: every reading is linearizable, every acknowledged write is in the state until it is overwritten or deleted, and an update
 * is accepted only on the version that it was based on.
 *
 * <p>Algorithm: no search is needed, because each write leaves a value of its own and names the version that it replaces. An accepted
 * update that was based on version v is the service's very next state after v, so writes are ordered by their bases, and a reading of
 * version x must show the last of the writes whose base is below x. What remains is to compare with real time: what ended before
 * another thing began comes before it.
 *
 * <p>Example: an update with value b, based on 7, is accepted. A reading of version 9 with an older value says that b was lost; a
 * reading of version 7 that begins after b was acknowledged is stale.
 */
final class Register {
    private static final long NEVER = -1;

    private final String name;
    private final List<Operation> accepted = new ArrayList<>();
    private final List<Operation> deletes = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Map<String, Operation> byValue = new HashMap<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final boolean thereAtTheEnd;
    /** When the service was certainly there for the first time. */
    private final long firstThere;

    /** @param seen null where the service was not there */
    private record Reading(Operation by, @Nullable Seen seen) {
        long version() {
            return seen == null ? NEVER : seen.version();
        }
    }

    /** @param operations of this service and lists, in any order */
    Register(String name, List<Operation> operations) {
        this.name = name;
        long begin = operations.stream()
                .filter(operation -> operation.kind() == Operation.Kind.CREATE)
                .mapToLong(Operation::start)
                .min()
                .orElse(Long.MIN_VALUE);
        for (Operation operation : operations) {
            switch (operation.kind()) {
                case CREATE, UPDATE -> {
                    byValue.put(operation.value(), operation);
                    if (operation.ok()) {
                        accepted.add(operation);
                    }
                }
                case DELETE -> deletes.add(operation);
                case INSPECT, LIST -> {
                    if (operation.ok() && operation.end() > begin) {
                        readings.add(new Reading(operation, operation.seen().get(name)));
                    }
                }
            }
            if (operation.writes() && operation.foundNothing()) {
                readings.add(new Reading(operation, null));
            }
        }
        readings.sort(Comparator.comparingLong(reading -> reading.by().start()));
        thereAtTheEnd = readings.stream()
                .max(Comparator.comparingLong(reading -> reading.by().end()))
                .filter(last -> last.seen() != null)
                .isPresent();
        firstThere = Stream.concat(
                        accepted.stream(),
                        readings.stream()
                                .filter(reading -> reading.seen() != null)
                                .map(Reading::by))
                .mapToLong(Operation::end)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    List<Anomaly> check() {
        accepted.forEach(this::checkAccepted);
        readings.forEach(this::checkReading);
        checkOrder();
        checkVersions();
        return anomalies;
    }

    /** The version that a write replaces; a create replaces none. */
    private static long base(Operation write) {
        return write.kind() == Operation.Kind.CREATE ? NEVER : write.version();
    }

    // Writes that were accepted

    private void checkAccepted(Operation write) {
        for (Operation other : accepted) {
            boolean same = !other.equals(write) && base(other) == base(write) && other.start() <= write.start();
            if (same || (before(other, write) && base(other) >= base(write))) {
                found(Kind.STALE_UPDATE_ACCEPTED, write, "although this was accepted before", other);
            }
        }
        for (Reading reading : readings) {
            if (before(reading.by(), write) && reading.version() > base(write)) {
                found(Kind.STALE_UPDATE_ACCEPTED, write, "although this had seen a newer version", reading.by());
            }
        }
        for (Operation delete : deletes) {
            if (delete.ok() && before(delete, write)) {
                found(Kind.DELETED_IS_BACK, write, "accepted after this deletion", delete);
            }
        }
    }

    // Each reading against the writes

    private void checkReading(Reading reading) {
        if (reading.seen() == null) {
            checkAbsence(reading);
        } else {
            checkPresence(reading, reading.seen());
        }
    }

    private void checkAbsence(Reading reading) {
        if (mayBeDeletedFor(reading)) {
            return;
        }
        for (Operation write : accepted) {
            if (before(write, reading.by())) {
                found(thereAtTheEnd ? Kind.STALE_READ : Kind.LOST_WRITE, reading.by(), "did not find", write);
                return;
            }
        }
    }

    private boolean mayBeDeletedFor(Reading reading) {
        return deletes.stream()
                .anyMatch(delete ->
                        mayHaveEffect(delete) && delete.start() < reading.by().end());
    }

    private void checkPresence(Reading reading, Seen seen) {
        Operation shown = byValue.get(seen.value());
        if (shown == null) {
            anomalies.add(new Anomaly(
                    Kind.FORK, name + ": nobody has written what was seen: " + text(reading.by()) + " saw " + seen));
            return;
        }
        if (!mayHaveEffect(shown)) {
            found(Kind.REFUSED_TOOK_EFFECT, reading.by(), "saw version " + seen.version() + " by", shown);
        }
        if (base(shown) >= seen.version()) {
            found(Kind.FORK, reading.by(), "saw in version " + seen.version() + " what was written later by", shown);
        }
        for (Operation write : accepted) {
            if (before(reading.by(), write)) {
                // Then it is the update that is stale.
                continue;
            }
            if (!write.equals(shown) && base(write) >= base(shown) && base(write) < seen.version()) {
                found(
                        base(write) == base(shown) ? Kind.STALE_UPDATE_ACCEPTED : Kind.LOST_WRITE,
                        reading.by(),
                        "saw version " + seen.version() + " with value " + seen.value() + " and not that of",
                        write);
            } else if (before(write, reading.by()) && seen.version() <= base(write)) {
                found(Kind.STALE_READ, reading.by(), "saw version " + seen.version() + " after", write);
            }
        }
        for (Operation delete : deletes) {
            if (delete.ok() && before(delete, reading.by())) {
                found(thereAtTheEnd ? Kind.DELETED_IS_BACK : Kind.STALE_READ, reading.by(), "saw it after", delete);
            }
        }
    }

    // Readings among each other

    /** What one reading has seen, none sees undone that begins after it has ended. */
    private void checkOrder() {
        List<Reading> ended = readings.stream()
                .sorted(Comparator.comparingLong(reading -> reading.by().end()))
                .toList();
        int next = 0;
        Reading newest = null;
        Reading gone = null;
        for (Reading reading : readings) {
            for (; next < ended.size() && before(ended.get(next).by(), reading.by()); next++) {
                Reading past = ended.get(next);
                if (past.seen() == null) {
                    // An absence after the service's life, not before it.
                    gone = firstThere < past.by().start() && mayBeDeletedFor(past) ? past : gone;
                } else if (newest == null || past.version() > newest.version()) {
                    newest = past;
                }
            }
            if (reading.seen() != null && newest != null && reading.version() < newest.version()) {
                found(
                        Kind.STALE_READ,
                        reading.by(),
                        "saw version " + reading.version() + " after " + newest.version() + " was seen by",
                        newest.by());
            }
            if (reading.seen() != null && gone != null) {
                found(
                        thereAtTheEnd ? Kind.DELETED_IS_BACK : Kind.STALE_READ,
                        reading.by(),
                        "saw it after it was gone for",
                        gone.by());
            }
        }
    }

    /** A version is of one state only. */
    private void checkVersions() {
        Map<Long, Reading> first = new HashMap<>();
        for (Reading reading : readings) {
            if (reading.seen() == null) {
                continue;
            }
            Reading other = first.putIfAbsent(reading.version(), reading);
            if (other != null && !reading.seen().equals(other.seen())) {
                found(
                        Kind.FORK,
                        reading.by(),
                        "saw " + reading.seen() + " and another one of that version",
                        other.by());
            }
        }
    }

    private static boolean mayHaveEffect(Operation write) {
        return write.ok() || write.outcome() == Outcome.UNKNOWN;
    }

    private static boolean before(Operation first, Operation second) {
        return first.end() < second.start();
    }

    private void found(Kind kind, Operation one, String relation, Operation other) {
        anomalies.add(new Anomaly(kind, name + ": " + text(one) + " " + relation + " " + text(other)));
    }

    private static String text(Operation operation) {
        return operation.kind() + " at " + operation.manager() + " by client " + operation.client() + " ["
                + operation.start() / 1_000_000 + ".." + operation.end() / 1_000_000 + " ms"
                + (operation.version() > 0 ? ", on version " + operation.version() : "")
                + (operation.value().isEmpty() ? "" : ", value " + operation.value()) + ", " + operation.outcome()
                + "]";
    }
}
