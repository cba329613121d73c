package io.priok.simulation;

import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The checks that keep the swarm safe, each of which a test can take away to see that the invariants notice. */
record Guards(Set<Guard> held) {
    enum Guard {
        /** An entry of a leader of another term is void. */
        LOG_TERM,
        /** A worker obeys no leader of an older term. */
        WORKER_TERM,
        /** More than half of the managers elect, and hold an entry before it counts. */
        MAJORITY,
        /** An entry that comes twice is applied once. */
        DEDUPLICATION,
        /** A manager forces an entry to its disk before it says that it has it. */
        FORCE,
        /** A manager forces its vote to its disk before it says whom it has given it. */
        VOTE,
        /** An update of an object that has changed since it was read is refused. */
        VERSIONS,
        /** A leader answers from its own image only while it knows that it leads. */
        CONFIRMED_READS,
        /** The projection's index is written together with its rows. */
        PROJECTED_INDEX,
        /** Snapshot and projection know the entries applied last, by which doubled ones are told. */
        RESTORED_IDS,
        /** Agents of removed nodes are told that they have nothing. */
        WORD_TO_STRANGERS
    }

    static final Guards ALL = new Guards(EnumSet.allOf(Guard.class));

    static Guards without(Guard guard) {
        return new Guards(EnumSet.complementOf(EnumSet.of(guard)));
    }

    boolean has(Guard guard) {
        return held.contains(guard);
    }

    int majorityOf(int managers) {
        return has(Guard.MAJORITY) ? managers / 2 + 1 : Math.max(1, managers / 2);
    }

    boolean workerAccepts(long term, long highest) {
        return term >= highest || !has(Guard.WORKER_TERM);
    }

    /** The transaction as managers take it: without a mark that they have no check for. */
    Transaction seenAt(long index, Transaction given) {
        String id = has(Guard.DEDUPLICATION) ? given.id() : given.id() + "#" + index;
        long term = has(Guard.LOG_TERM) ? given.term() : 0;
        List<Change> changes = has(Guard.VERSIONS)
                ? given.changes()
                : given.changes().stream().map(Guards::unconditional).toList();
        return new Transaction(id, term, given.author(), given.at(), changes);
    }

    private static Change unconditional(Change change) {
        if (change instanceof Change.Put put && put.expectedVersion() != Change.ABSENT) {
            return new Change.Put(put.object(), Change.ANY);
        }
        return change instanceof Change.Remove remove ? new Change.Remove(remove.id(), Change.ANY) : change;
    }
}
