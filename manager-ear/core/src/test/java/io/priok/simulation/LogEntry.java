package io.priok.simulation;

import io.priok.state.Transaction;

/**
 * An entry of a replica's log.
 *
 * @param term of the replica that led when it was written
 * @param transaction null for the log's own entries: the first one of a leader, and those that confirm a read
 */
record LogEntry(long term, Transaction transaction) {
    @Override
    public String toString() {
        return (transaction == null ? "nothing" : transaction.id() + " by " + transaction.author()) + " in term "
                + term;
    }
}
