package io.priok.runtime;

import io.priok.domain.NodeId;
import io.priok.image.ClusterState;
import io.priok.log.LogStatus;
import io.priok.log.ReplicatedLog;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import io.priok.store.leader.Candidacy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this manager leads. The lock only proposes: the manager that holds it and is the log's leader commits an election in the
 * next term, and leads from the moment that entry is applied until it loses the lock, the log's leadership or the term.
 *
 * <p>A manager that was paused may believe for a moment that it still leads; its batches then carry an old term and have no effect.
 */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration RETRY = Duration.ofMillis(200);

    /** Follows the reign. Called on the given serial executor. */
    interface Reign {
        void begin(long term);

        void end();
    }

    private final NodeId self;
    private final ReplicatedLog log;
    private final Candidacy candidacy;
    private final ClusterState state;
    private final Environment environment;
    private final SerialExecutor control;
    private final Reign reign;

    /** The term led in, or null. Touched on the control executor only. */
    private @Nullable Long term;

    private boolean standing;
    private volatile boolean closed;

    Leadership(
            NodeId self,
            ReplicatedLog log,
            Candidacy candidacy,
            ClusterState state,
            Environment environment,
            SerialExecutor control,
            Reign reign) {
        this.self = self;
        this.log = log;
        this.candidacy = candidacy;
        this.state = state;
        this.environment = environment;
        this.control = control;
        this.reign = reign;
    }

    void start() {
        candidacy.onChange(held -> review());
        log.onRoleChange(status -> review());
        review();
    }

    /** Something that leadership depends on may have changed. */
    void review() {
        if (!closed) {
            control.execute(this::decide);
        }
    }

    void close() {
        closed = true;
        control.execute(this::abdicate);
    }

    private void decide() {
        boolean eligible = !closed && log.status().role() == LogStatus.Role.LEADER && candidacy.held();
        if (term != null && (!eligible || state.image().term() != term)) {
            abdicate();
        }
        if (eligible && term == null && !standing) {
            stand();
        }
    }

    private void stand() {
        standing = true;
        long next = state.image().term() + 1;
        Transaction election = new Transaction(
                environment.ids().next(),
                0,
                self.value(),
                environment.clock().instant(),
                List.of(new Change.Elect(next, self)));
        state.commit(election).whenComplete((outcome, failure) -> control.execute(() -> counted(next, outcome)));
    }

    private void counted(long next, @Nullable Outcome outcome) {
        standing = false;
        if (outcome instanceof Outcome.Applied && state.image().term() == next) {
            term = next;
            LOG.info("PRIOK3010I: node {} leads in term {}", self, next);
            begin(next);
            decide();
        } else {
            var again = environment.timers().schedule(this::review, RETRY.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("election in term {} came to {}, next review {}", next, outcome, again);
        }
    }

    /** A leader that cannot begin its work must not keep others from it. */
    private void begin(long newTerm) {
        try {
            reign.begin(newTerm);
        } catch (RuntimeException e) {
            LOG.error("PRIOK3014E: node {} cannot lead in term {}", self, newTerm, e);
            abdicate();
            candidacy.release();
        }
    }

    private void abdicate() {
        if (term != null) {
            LOG.info("PRIOK3011I: node {} no longer leads in term {}", self, term);
            term = null;
            reign.end();
        }
    }
}
