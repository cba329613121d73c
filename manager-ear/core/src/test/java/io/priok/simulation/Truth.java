package io.priok.simulation;

import io.priok.domain.NodeId;
import io.priok.domain.ObjectId;
import io.priok.domain.StateObject;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been committed, as one who sees everything knows it: for each index its entry and the image after it. An entry is
 * committed when any manager takes it for so. From then on it is there for ever, and the same for all.
 */
final class Truth {
    private record Committed(LogEntry entry, Image image, Outcome outcome) {}

    private final Guards guards;
    private final Invariants invariants;
    private final List<Committed> history = new ArrayList<>();
    private final Map<Long, NodeId> elected = new HashMap<>();
    private Image image = Image.empty();
    private long acknowledged;

    Truth(Guards guards, Invariants invariants) {
        this.guards = guards;
        this.invariants = invariants;
    }

    Image image() {
        return image;
    }

    long end() {
        return history.size();
    }

    /** Highest index of which any author has been told that it is in. */
    long acknowledged() {
        return acknowledged;
    }

    /** The members of the log elected one in a term. */
    void elected(long term, NodeId leader) {
        NodeId other = elected.putIfAbsent(term, leader);
        if (other != null && !other.equals(leader)) {
            throw new Violation("the log has two leaders in term " + term + ": " + other + " and " + leader);
        }
    }

    void committed(NodeId manager, long index, LogEntry entry) {
        if (index <= history.size()) {
            LogEntry present = history.get((int) index - 1).entry();
            if (!present.equals(entry)) {
                throw new Violation(
                        "entry " + index + " was committed as " + present + ", and is " + entry + " for " + manager);
            }
            return;
        }
        if (index != history.size() + 1) {
            throw new Violation(manager + " commits entry " + index + " after " + history.size());
        }
        Transaction transaction = entry.transaction();
        if (transaction == null) {
            history.add(new Committed(entry, image, null));
            return;
        }
        Image before = image;
        Application application = before.apply(index, guards.seenAt(index, transaction));
        image = application.image();
        history.add(new Committed(entry, image, application.outcome()));
        invariants.entryApplied(transaction, before, application);
    }

    /** A manager applied an entry. */
    void applied(NodeId manager, Application application) {
        Outcome outcome = history.get((int) application.image().index() - 1).outcome();
        if (!application.outcome().equals(outcome)) {
            throw new Violation("entry " + application.image().index() + " is " + application.outcome() + " on "
                    + manager + ", but " + outcome + " by the log");
        }
    }

    /** An author was told that its entry is in. */
    void acknowledge(Transaction transaction, long index, Outcome outcome) {
        if (index > history.size()
                || !transaction.equals(history.get((int) index - 1).entry().transaction())) {
            throw new Violation(transaction.id() + " was acknowledged as entry " + index + ", which it is not");
        }
        if (!history.get((int) index - 1).outcome().equals(outcome)) {
            throw new Violation(transaction.id() + " was answered " + outcome + ", but is "
                    + history.get((int) index - 1).outcome());
        }
        acknowledged = Math.max(acknowledged, index);
    }

    /** A manager's image, not made by applying the entries one by one. */
    void check(NodeId manager, Image theirs) {
        if (theirs.index() > history.size()) {
            throw new Violation(manager + " holds entry " + theirs.index() + " of " + history.size());
        }
        Image mine = theirs.index() == 0
                ? Image.empty()
                : history.get((int) theirs.index() - 1).image();
        boolean same = theirs.term() == mine.term()
                && theirs.leader().equals(mine.leader())
                && theirs.recentIds().equals(mine.recentIds())
                && byId(theirs).equals(byId(mine));
        if (!same) {
            throw new Violation("the image of " + manager + " at entry " + theirs.index() + " is not that of the log");
        }
    }

    private static Map<ObjectId, StateObject> byId(Image image) {
        Map<ObjectId, StateObject> objects = new HashMap<>();
        image.objects().forEach(object -> objects.put(object.id(), object));
        return objects;
    }
}
