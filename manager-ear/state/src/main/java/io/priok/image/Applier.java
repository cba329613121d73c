package io.priok.image;

import static java.util.Locale.ROOT;

import io.priok.domain.Cluster;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.StateObject;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Outcome.Reason;
import io.priok.state.StateFormat;
import io.priok.state.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies one transaction: all of its changes or none.
 *
 * <p>A transaction is refused when it is a leader's of another term than the current one, when it expects a version of an object
 * that is not the present one, when it changes what is absent or brings back a service that is to go, when a name is taken, when it
 * elects in a term that is not the next, or when a manager would not know the state's format. A refused or doubled transaction still
 * moves the index on, because it is an entry of the log like any other.
 */
final class Applier {
    private final Image base;
    private final long index;
    private final Instant at;
    private final List<Transition> transitions = new ArrayList<>();
    private Tables tables;
    private long term;
    private @Nullable NodeId leader;

    private Applier(Image base, long index, Instant at) {
        this.base = base;
        this.index = index;
        this.at = at;
        this.tables = base.tables();
        this.term = base.term();
        this.leader = base.leader().orElse(null);
    }

    static Application apply(Image base, long index, Transaction transaction) {
        if (index <= base.index()) {
            throw new IllegalArgumentException("entry " + index + " after " + base.index());
        }
        Optional<Long> before = base.recent().indexOf(transaction.id());
        if (before.isPresent()) {
            return unchanged(base, index, new Outcome.Duplicate(before.get()));
        }
        if (transaction.term() != 0 && transaction.term() != base.term()) {
            return refused(
                    base,
                    index,
                    Reason.STALE_TERM,
                    "term " + transaction.term() + " is over, the current one is " + base.term());
        }
        Applier applier = new Applier(base, index, transaction.at());
        for (Change change : transaction.changes()) {
            Outcome.Refused refusal = applier.change(change);
            if (refusal != null) {
                return unchanged(base, index, refusal);
            }
        }
        return applier.result(transaction.id());
    }

    private Application result(String id) {
        Image next = new Image(index, term, leader, tables, base.recent().with(id, index));
        return new Application(next, new Outcome.Applied(index), transitions);
    }

    private Outcome.@Nullable Refused change(Change change) {
        if (change instanceof Change.Put put) {
            return put(put);
        }
        if (change instanceof Change.Remove remove) {
            return remove(remove);
        }
        Change.Elect elect = (Change.Elect) change;
        if (elect.term() != term + 1) {
            return new Outcome.Refused(Reason.STALE_TERM, "term " + elect.term() + " does not follow " + term);
        }
        term = elect.term();
        leader = elect.leader();
        return null;
    }

    private Outcome.@Nullable Refused put(Change.Put put) {
        StateObject object = put.object();
        StateObject present = tables.get(object.id()).orElse(null);
        Outcome.Refused refusal = expect(put.expectedVersion(), present, object);
        if (refusal != null) {
            return refusal;
        }
        refusal = formats(object);
        if (refusal != null) {
            return refusal;
        }
        if (tables.nameHolder(object).isPresent()) {
            return new Outcome.Refused(
                    Reason.ALREADY_EXISTS, kind(object) + " " + Tables.uniqueName(object) + " already exists");
        }
        Instant created = present == null ? at : present.meta().createdAt();
        StateObject next = object.withMeta(new Meta(index, created, at));
        tables = tables.with(next);
        transitions.add(new Transition(present, next));
        return null;
    }

    /** Decided here and not by the leader alone: an old manager may be registered while the format is being raised. */
    private Outcome.@Nullable Refused formats(StateObject object) {
        int now = tables.clusters().all().stream()
                .mapToInt(Cluster::format)
                .findFirst()
                .orElse(StateFormat.FIRST);
        if (object instanceof Cluster cluster
                && cluster.format() != now
                && !tables.clusters().all().isEmpty()) {
            Optional<Node> older = tables.nodes().all().stream()
                    .filter(node -> node.manager() != null && node.manager().format() < cluster.format())
                    .findFirst();
            if (cluster.format() < now || older.isPresent()) {
                return new Outcome.Refused(
                        Reason.WRONG_FORMAT,
                        "the format of the state is " + now + " and cannot become " + cluster.format()
                                + older.map(node -> ", manager " + node.id() + " does not know it")
                                        .orElse(""));
            }
        }
        if (object instanceof Node node
                && node.manager() != null
                && node.manager().format() < now) {
            return new Outcome.Refused(
                    Reason.WRONG_FORMAT,
                    "manager " + node.id() + " knows formats of the state up to "
                            + node.manager().format() + ", and " + now + " is in force");
        }
        return null;
    }

    private Outcome.@Nullable Refused remove(Change.Remove remove) {
        StateObject present = tables.get(remove.id()).orElse(null);
        if (present == null) {
            return remove.expectedVersion() == Change.ANY
                    ? null
                    : new Outcome.Refused(Reason.NOT_FOUND, remove.id().value() + " not found");
        }
        if (remove.expectedVersion() != Change.ANY && remove.expectedVersion() != present.version()) {
            return outOfSequence();
        }
        tables = tables.without(present);
        transitions.add(new Transition(present, null));
        return null;
    }

    private static Outcome.@Nullable Refused expect(long expected, @Nullable StateObject present, StateObject object) {
        if (expected == Change.ABSENT) {
            return present == null
                    ? null
                    : new Outcome.Refused(
                            Reason.ALREADY_EXISTS,
                            kind(object) + " " + object.id().value() + " already exists");
        }
        if (present != null && expected != Change.ANY && expected != present.version()) {
            return outOfSequence();
        }
        return present == null || (isGoing(present) && !isGoing(object))
                ? new Outcome.Refused(
                        Reason.NOT_FOUND, kind(object) + " " + object.id().value() + " not found")
                : null;
    }

    /** For users it has gone: others may have its name and its ports. */
    private static boolean isGoing(StateObject object) {
        return object instanceof Service service && service.pendingDelete();
    }

    private static String kind(StateObject object) {
        return object.kind().name().toLowerCase(ROOT);
    }

    private static Outcome.Refused outOfSequence() {
        return new Outcome.Refused(Reason.OUT_OF_SEQUENCE, "update out of sequence");
    }

    private static Application refused(Image base, long index, Reason reason, String message) {
        return unchanged(base, index, new Outcome.Refused(reason, message));
    }

    private static Application unchanged(Image base, long index, Outcome outcome) {
        Image next = new Image(index, base.term(), base.leader().orElse(null), base.tables(), base.recent());
        return new Application(next, outcome, List.of());
    }
}
