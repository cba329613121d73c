package io.priok.agent;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.Assignments;
import io.priok.message.Instruction;
import io.priok.message.LocalNode;
import io.priok.message.LogRequest;
import io.priok.message.StatusReport.TaskObservation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The worker's side of the swarm: serves the node that this server is at present, obeys the newest leader, and cleans up when
 * the node leaves.
 *
 * <p>Membership is that of the fence on disk, not of the local node's file: a node that left while the agent was down is cleaned
 * up after, and only then does the agent serve another.
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

    /** A full report for each failure would be answered with as many complete sets, which fail as well. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final Engine engine;
    private final Fence fence;
    private final LocalNodeSource localNode;
    private final TaskTable tasks;
    private final Reporter reporter;
    private final EngineLink link;
    private final LogStreams logs;
    private final Journal journal;
    private final Timers timers;

    private Fence.@Nullable Mark mark;
    private boolean leaving;
    private int absences;
    private boolean asking;
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
            Postbox postbox,
            Executor pool,
            Executor sending,
            Timers timers,
            InstantSource clock) {
        this.engine = engine;
        this.fence = fence;
        this.localNode = localNode;
        this.journal = journal;
        this.timers = timers;
        this.tasks = new TaskTable(engine, journal, pool, timers, clock, this::report);
        this.reporter = new Reporter(id, session, postbox, sending, timers, this::observations, journal::sync);
        this.link = new EngineLink(engine, tasks, reporter, clock, this::node);
        this.logs = new LogStreams(engine, postbox, sending, timers, this::record, this::node);
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

    /** Takes up where it was left. Call {@link #tick} regularly from then on. */
    public void start() {
        synchronized (this) {
            mark = fence.load().orElse(null);
            tasks.load();
            Fence.Mark served = mark;
            if (served != null) {
                reporter.serve(served.nodeId(), served.highestTerm());
            }
        }
        guarded(this::look);
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

    public void stop() {
        reporter.leave();
        logs.close();
        link.close();
    }

    /** Looks at the local node's record and the engine; blocks on the engine. To be called every 250 ms or so, by one thread. */
    public void tick() {
        guarded(() -> {
            look();
            link.tick();
            finishLeaving();
        });
    }

    public boolean isEngineUp() {
        return link.isUp();
    }

    private synchronized Optional<NodeId> node() {
        return Optional.ofNullable(mark).map(Fence.Mark::nodeId);
    }

    private void look() {
        Optional<LocalNode> local;
        try {
            local = localNode.read();
        } catch (Unreadable e) {
            LOG.log(System.Logger.Level.WARNING, "PRIOK0240W: the record of this node cannot be read: " + e.getCause());
            return;
        }
        synchronized (this) {
            Fence.Mark served = mark;
            if (served == null) {
                local.ifPresent(found -> join(found.nodeId()));
                return;
            }
            boolean same = local.isPresent() && local.get().nodeId().equals(served.nodeId());
            // The file may be missing for an instant while it is replaced.
            absences = local.isEmpty() ? absences + 1 : 0;
            if (!same && !leaving && (local.isPresent() || absences > 1)) {
                leave(served.nodeId());
            }
        }
    }

    private void join(NodeId node) {
        Fence.Mark joined = new Fence.Mark(node, 0);
        fence.save(joined);
        mark = joined;
        absences = 0;
        LOG.log(System.Logger.Level.INFO, "PRIOK0241I: this is node {0}", node);
        link.compareSoon();
        reporter.serve(node, 0);
    }

    private void leave(NodeId node) {
        LOG.log(System.Logger.Level.INFO, "PRIOK0242I: node {0} left its swarm; its tasks are stopped", node);
        leaving = true;
        reporter.leave();
        tasks.removeAll();
    }

    /** Containers that the tasks' table does not know count as well: they are adopted and removed. */
    private void finishLeaving() {
        Fence.Mark served;
        synchronized (this) {
            served = mark;
            if (served == null || !leaving) {
                return;
            }
        }
        if (!tasks.isEmpty() || !link.isUp()) {
            return;
        }
        try {
            List<Engine.Found> left = engine.list(served.nodeId());
            if (!left.isEmpty()) {
                tasks.clear();
                tasks.reconcile(served.nodeId(), left);
                tasks.removeAll();
                return;
            }
        } catch (EngineFailure e) {
            return;
        }
        synchronized (this) {
            tasks.clear();
            fence.clear();
            mark = null;
            leaving = false;
            LOG.log(System.Logger.Level.INFO, "PRIOK0243I: nothing is left of node {0}", served.nodeId());
        }
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
        if (obeys(message.nodeId(), message.term())) {
            tasks.take(message);
            journal.sync();
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
        if (obeys(message.nodeId(), message.term())) {
            reporter.beatEvery(message.heartbeatPeriod());
            if (message.reportNow()) {
                reporter.requestFull();
            }
        }
    }

    public void read(LogRequest request) {
        logs.take(request);
    }

    private boolean obeys(NodeId node, long term) {
        if (!node().filter(node::equals).isPresent()) {
            look();
        }
        synchronized (this) {
            Fence.Mark served = mark;
            if (served == null || leaving || !served.nodeId().equals(node)) {
                LOG.log(System.Logger.Level.INFO, "PRIOK0244I: a message for node {0} is not for this one", node);
                return false;
            }
            if (term < served.highestTerm()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "PRIOK0245I: a message of term " + term + " is refused, the term is " + served.highestTerm());
                return false;
            }
            if (term > served.highestTerm()) {
                Fence.Mark raised = new Fence.Mark(node, term);
                fence.save(raised);
                mark = raised;
                reporter.obeyed(term);
            }
            return true;
        }
    }
}
