package io.priok.simulation;

import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.List;

/**
 * Whether a manager runs the control loops, as production decides it: the lock and the log's leadership propose, an election that is
 * applied decides, and the loss of any of the three ends it.
 */
final class SimLeadership {
    private static final long RETRY = 200;

    private final SimManager self;
    private final Simulation world;
    private final SimControl control;
    private long term;
    private boolean standing;

    SimLeadership(SimManager self, Simulation world, SimControl control) {
        this.self = self;
        this.world = world;
        this.control = control;
    }

    void start() {
        self.in(world.clock.between(50, 300), this::look);
    }

    /** The lock calls back late, the log's role is looked at now and then. */
    private void look() {
        world.lock.ask(self);
        decide();
        self.in(world.clock.between(50, 150), this::look);
    }

    void stop() {
        term = 0;
        standing = false;
        control.end();
    }

    /** Something that leadership depends on may have changed. */
    void review() {
        self.in(world.clock.between(0, 3), this::decide);
    }

    private void decide() {
        boolean eligible = self.replica.isReady() && world.lock.isHeldBy(self);
        if (term != 0 && (!eligible || self.image().term() != term)) {
            term = 0;
            control.end();
        }
        if (eligible && term == 0 && !standing) {
            stand();
        }
    }

    private void stand() {
        standing = true;
        long next = self.image().term() + 1;
        Transaction election = new Transaction(
                world.newId(), 0, self.id.value(), world.clock.now(), List.of(new Change.Elect(next, self.id)));
        self.submit(election, new Submission.Author() {
            @Override
            public void done(long index, Outcome outcome) {
                counted(next, outcome instanceof Outcome.Applied);
            }

            @Override
            public void failed(boolean certainlyNot) {
                counted(next, false);
            }
        });
    }

    private void counted(long next, boolean elected) {
        standing = false;
        if (elected && self.image().term() == next) {
            term = next;
            world.invariants.leads(self, next);
            control.begin(next);
            decide();
        } else {
            self.in(RETRY, this::decide);
        }
    }
}
