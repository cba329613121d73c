package io.priok.simulation;

import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.List;

/**
 * The checks that keep the swarm safe, each of which a test can take away to see that the invariants notice.
 *
 * @param atApply changes an entry before any manager applies it
 * @param workerAccepts whether a worker obeys a message of a term
 * @param strangersAreTold whether agents of removed nodes are told that they have nothing
 */
record Guards(AtApply atApply, TermRule workerAccepts, boolean strangersAreTold) {
    interface AtApply {
        Transaction seenAt(long index, Transaction transaction);
    }

    interface TermRule {
        boolean accepts(long term, long highest);
    }

    static final Guards ALL = new Guards((index, transaction) -> transaction, (term, highest) -> term >= highest, true);

    Guards withoutWorkerTerms() {
        return new Guards(atApply, (term, highest) -> true, strangersAreTold);
    }

    Guards withoutWordToStrangers() {
        return new Guards(atApply, workerAccepts, false);
    }

    /** Every change is applied whatever the version of the object is. */
    Guards withoutVersions() {
        return new Guards(
                (index, transaction) -> {
                    List<Change> changes = transaction.changes().stream()
                            .map(Guards::unconditional)
                            .toList();
                    return new Transaction(
                            transaction.id(), transaction.term(), transaction.author(), transaction.at(), changes);
                },
                workerAccepts,
                strangersAreTold);
    }

    /** An entry that comes twice looks like two. */
    Guards withoutDeduplication() {
        return new Guards(
                (index, transaction) -> new Transaction(
                        transaction.id() + "#" + index,
                        transaction.term(),
                        transaction.author(),
                        transaction.at(),
                        transaction.changes()),
                workerAccepts,
                strangersAreTold);
    }

    /** Entries of former leaders are applied like a user's. */
    Guards withoutLogTerms() {
        return new Guards(
                (index, transaction) -> new Transaction(
                        transaction.id(), 0, transaction.author(), transaction.at(), transaction.changes()),
                workerAccepts,
                strangersAreTold);
    }

    private static Change unconditional(Change change) {
        if (change instanceof Change.Put put) {
            return new Change.Put(put.object(), Change.ANY);
        }
        return change instanceof Change.Remove remove ? new Change.Remove(remove.id(), Change.ANY) : change;
    }
}
