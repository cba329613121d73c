package io.priok.simulation;

import io.priok.state.Outcome;
import io.priok.state.Transaction;

/**
 * An entry on its way from a manager to whoever leads the log. It is sent again until it is answered or time is up, and so may come
 * to lie there twice, and after its author was told that its fate is unknown.
 */
final class Submission {
    /** What the author is told. */
    interface Author {
        /** It is in the log, and applied on the author's manager. */
        void done(long index, Outcome outcome);

        /** @param certainlyNot true when it is not in the log and will not be */
        void failed(boolean certainlyNot);
    }

    private static final long PATIENCE = 3000;
    private static final long TRY = 700;

    private final SimManager from;
    private final Simulation world;
    /** Null to confirm a read. */
    private final Transaction transaction;

    private final Author author;
    private final long end;
    private boolean sent;
    private boolean settled;

    private Submission(SimManager from, Simulation world, Transaction transaction, Author author) {
        this.from = from;
        this.world = world;
        this.transaction = transaction;
        this.author = author;
        this.end = world.clock.millis() + PATIENCE;
    }

    static void make(SimManager from, Simulation world, Transaction transaction, Author author) {
        new Submission(from, world, transaction, author).attempt();
    }

    private void attempt() {
        if (settled) {
            return;
        }
        if (world.clock.millis() >= end) {
            settled = true;
            author.failed(!sent);
            return;
        }
        SimReplica leader = from.replica.leader();
        if (leader == null) {
            from.in(50, this::attempt);
            return;
        }
        sent = true;
        world.network.send(
                from,
                leader.host,
                () -> leader.append(
                        transaction,
                        (index, outcome) -> world.network.send(leader.host, from, () -> answered(index, outcome))));
        from.in(TRY, this::attempt);
    }

    private void answered(long index, Outcome outcome) {
        if (settled) {
            return;
        }
        if (from.replica.commit() < index) {
            from.in(5, () -> answered(index, outcome));
            return;
        }
        settled = true;
        if (transaction != null) {
            world.truth.acknowledge(transaction, index, outcome);
        }
        author.done(index, outcome);
    }
}
