package io.priok.agent;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.Assignments;
import io.priok.message.Instruction;
import io.priok.message.LocalNode;
import io.priok.message.LogRequest;
import io.priok.message.RoleOrder;
import io.priok.message.StatusReport.TaskObservation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The worker's side of the swarm: serves the node that this server is at present, obeys the newest leader, and cleans up when
 * the node leaves.
 */
public final class Agent {
    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    /** Reads the local node's record. */
    @FunctionalInterface
    public interface LocalNodeSource {
        /** @throws Unreadable when the record is there but cannot be read now */
        Optional<LocalNode> read() throws Unreadable;
    }

    /** The local node's record cannot be read now. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreadable(Throwable cause) {
            super(cause);
        }
    }

    /**
     * Where the agent meets the managers.
     *
     * @param postbox to them
     * @param connections how many times a consumer of this agent's queues has reached a broker: a change means that messages which
     *     were waiting for it elsewhere may be lost
     * @param orders for what they want of this server besides its tasks
     */
    public record Managers(Postbox postbox, LongSupplier connections, Orders orders) {}

    /** A full report for each failure would be answered with as many complete sets, which fail as well. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final Engine engine;
    private final Managers managers;
    private final Membership membership;
    private final TaskTable tasks;
    private final Reporter reporter;
    private final EngineLink link;
    private final LogStreams logs;
    private final Journal journal;
    private final Timers timers;

    private boolean asking;
    private long connections;
    /** Written by the start, then by the ticking thread. */
    private volatile boolean amiss;

    /**
     * @param session a new random value at each start
     * @param pool runs the tasks' steps; bounded
     * @param sending runs what may block on a broker or a log
     */
    public Agent(
            AgentId id,
            String session,
            Engine engine,
            Journal journal,
            Fence fence,
            LocalNodeSource localNode,
            Managers managers,
            Executor pool,
            Executor sending,
            Timers timers,
            InstantSource clock) {
        this.engine = engine;
        this.managers = managers;
        this.journal = journal;
        this.timers = timers;
        this.membership = new Membership(fence, localNode, new Followers());
        this.tasks = new TaskTable(engine, journal, pool, timers, clock, this::report);
        this.reporter = new Reporter(
                id, session, managers.postbox(), sending, timers, clock, this::observations, journal::sync);
        this.link = new EngineLink(engine, tasks, reporter, clock, membership::node);
        this.logs = new LogStreams(engine, managers.postbox(), sending, timers, this::record, this::present);
    }

    private void report(TaskObservation observation) {
        reporter.offer(observation);
    }

    private List<TaskObservation> observations() {
        return tasks.observations();
    }

    private Optional<TaskRecord> record(TaskId task) {
        return tasks.find(task).map(TaskRunner::task);
    }

    /** The node served, unless it is leaving. */
    private Optional<NodeId> present() {
        return membership.leaving().isPresent() ? Optional.empty() : membership.node();
    }

    /** Takes up where it was left. Call {@link #tick} regularly from then on. */
    public void start() {
        Optional<Fence.Mark> served = membership.load();
        tasks.load();
        served.ifPresent(mark -> reporter.serve(mark.nodeId(), mark.highestTerm()));
        guarded(membership::look);
        reporter.start();
    }

    /** What fails here, on a full disk for example, is tried again at the next tick; a row of failures is logged once. */
    private void guarded(Runnable work) {
        try {
            work.run();
            amiss = false;
        } catch (RuntimeException e) {
            if (!amiss) {
                LOG.log(System.Logger.Level.ERROR, "PRIOK0246E: the agent's regular work failed; it is tried again", e);
            }
            amiss = true;
        }
    }

    /** Says nothing to the managers: the server may be back soon. */
    public void stop() {
        reporter.stop();
        logs.close();
        link.close();
    }

    /** Looks at the local node's record and the engine; blocks on the engine. To be called every 250 ms or so, by one thread. */
    public void tick() {
        guarded(() -> {
            membership.look();
            noticeConnections();
            link.tick();
            finishLeaving();
        });
    }

    private void noticeConnections() {
        long now = managers.connections().getAsLong();
        if (now != connections) {
            connections = now;
            reporter.reconnected();
        }
    }

    public boolean isEngineUp() {
        return link.isUp();
    }

    /** Containers that the tasks' table does not know count as well: they are adopted and removed. */
    private void finishLeaving() {
        Optional<NodeId> served = membership.leaving();
        if (served.isEmpty() || !tasks.isEmpty() || !link.isUp() || !reporter.isQuiet()) {
            return;
        }
        try {
            List<Engine.Found> left = engine.list(served.get());
            if (!left.isEmpty()) {
                tasks.clear();
                tasks.reconcile(served.get(), left);
                tasks.removeAll();
                return;
            }
        } catch (EngineFailure e) {
            return;
        }
        tasks.clear();
        membership.forget();
    }

    /** Returns when the message is in the journal; the work goes on by itself. */
    public void assign(Assignments message) {
        try {
            takeIn(message);
        } catch (RuntimeException e) {
            askForAllLater();
            throw e;
        }
    }

    private void takeIn(Assignments message) {
        if (membership.obeys(message.nodeId(), message.term())) {
            tasks.take(message);
            journal.sync();
            if (message.complete()) {
                reporter.answered(message.shard());
            } else {
                reporter.heard();
            }
        }
    }

    /** A message that fails too often is never seen again; the complete sets that answer a full report make up for it. */
    private void askForAllLater() {
        synchronized (this) {
            if (asking) {
                return;
            }
            asking = true;
        }
        timers.after(ASK_AGAIN, () -> {
            synchronized (this) {
                asking = false;
            }
            reporter.requestFull();
        });
    }

    public void instruct(Instruction message) {
        if (membership.obeys(message.nodeId(), message.term())) {
            reporter.heard();
            reporter.beatEvery(message.heartbeatPeriod());
            if (message.reportNow()) {
                reporter.requestFull();
            }
            RoleOrder order = new RoleOrder(
                    message.term(),
                    message.index(),
                    message.nodeId(),
                    message.office(),
                    message.secrets(),
                    message.managers());
            managers.orders().keep(order, !membership.servesIn(message.office()));
        }
    }

    public void read(LogRequest request) {
        logs.take(request);
    }

    private final class Followers implements Membership.Followers {
        @Override
        public void joined(NodeId node) {
            link.compareSoon();
            reporter.serve(node, 0);
        }

        @Override
        public void left(NodeId node) {
            logs.close();
            reporter.leave();
            tasks.removeAll();
        }

        @Override
        public void raised(long term) {
            reporter.obeyed(term);
        }

        @Override
        public void serves(long office) {
            reporter.serves(office);
        }
    }
}
