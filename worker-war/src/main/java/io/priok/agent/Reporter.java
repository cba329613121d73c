package io.priok.agent;

import io.priok.agent.Postbox.Care;
import io.priok.agent.Postbox.Undelivered;
import io.priok.domain.AgentId;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.FullReport;
import io.priok.message.Heartbeat;
import io.priok.message.Queues;
import io.priok.message.StatusReport;
import io.priok.message.StatusReport.TaskObservation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the managers what happens here. One message is under way at a time, on a thread of its own, so a dead broker holds no
 * task up; of each task only the newest status waits. Any failed send means that messages may be lost: the next thing sent is a
 * full report, which makes up for all of them.
 */
final class Reporter {
    private static final System.Logger LOG = System.getLogger(Reporter.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final AgentId agent;
    private final String session;
    private final Postbox postbox;
    private final Executor executor;
    private final Timers timers;
    private final Supplier<List<TaskObservation>> everything;
    private final Runnable makeCertain;

    private final Map<TaskId, TaskObservation> waiting = new LinkedHashMap<>();
    private @Nullable NodeId node;
    private @Nullable NodeDescription description;
    private long highestTerm;
    private long sequence;
    private Duration period = Duration.ofSeconds(1);
    private Duration retry = FIRST_RETRY;
    private boolean fullWanted;
    private boolean beatDue;
    private boolean muted;
    private boolean sending;
    private boolean pausing;

    /** @param makeCertain returns when what has been observed will outlive the machine: only then it is told, so that nothing told is unsaid */
    Reporter(
            AgentId agent,
            String session,
            Postbox postbox,
            Executor executor,
            Timers timers,
            Supplier<List<TaskObservation>> everything,
            Runnable makeCertain) {
        this.agent = agent;
        this.session = session;
        this.postbox = postbox;
        this.executor = executor;
        this.timers = timers;
        this.everything = everything;
        this.makeCertain = makeCertain;
    }

    /** Begins to beat. Called once. */
    void start() {
        beat();
    }

    private void beat() {
        Duration next;
        synchronized (this) {
            beatDue = true;
            next = period;
        }
        kick();
        timers.after(next, this::beat);
    }

    void serve(NodeId newNode, long term) {
        synchronized (this) {
            node = newNode;
            highestTerm = term;
            fullWanted = true;
        }
        kick();
    }

    synchronized void leave() {
        node = null;
        waiting.clear();
    }

    void obeyed(long term) {
        synchronized (this) {
            highestTerm = term;
            fullWanted = true;
        }
        kick();
    }

    void describe(NodeDescription newDescription) {
        synchronized (this) {
            if (newDescription.equals(description)) {
                return;
            }
            description = newDescription;
            fullWanted = true;
        }
        kick();
    }

    /** A silent agent is taken for dead by the managers. */
    void mute(boolean silent) {
        synchronized (this) {
            if (muted && !silent) {
                fullWanted = true;
            }
            muted = silent;
        }
        kick();
    }

    synchronized void beatEvery(Duration newPeriod) {
        if (!newPeriod.isZero() && !newPeriod.isNegative()) {
            period = newPeriod;
        }
    }

    void offer(TaskObservation observation) {
        synchronized (this) {
            waiting.put(observation.taskId(), observation);
        }
        kick();
    }

    void requestFull() {
        synchronized (this) {
            fullWanted = true;
        }
        kick();
    }

    private void kick() {
        synchronized (this) {
            if (sending || pausing || node == null) {
                return;
            }
            sending = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        for (Supplier<Object> message = next(); message != null; message = next()) {
            try {
                Object body = message.get();
                boolean beat = body instanceof Heartbeat;
                if (!beat) {
                    makeCertain.run();
                }
                postbox.send(Queues.REPORTS, body, beat ? Care.FRESH_ONLY : Care.KEEP);
                delivered();
            } catch (Undelivered | RuntimeException e) {
                undelivered(e);
                return;
            }
        }
    }

    /** What is to be sent now, to be built outside the lock; null when nothing is, and then the next kick starts anew. */
    private synchronized @Nullable Supplier<Object> next() {
        NodeId to = node;
        NodeDescription engine = description;
        if (to == null || engine == null || muted) {
            sending = false;
            return null;
        }
        if (fullWanted) {
            fullWanted = false;
            waiting.clear();
            long term = highestTerm;
            return () -> new FullReport(to, agent, session, term, engine, everything.get());
        }
        if (!waiting.isEmpty()) {
            StatusReport report = new StatusReport(to, agent, List.copyOf(waiting.values()));
            waiting.clear();
            return () -> report;
        }
        if (beatDue) {
            beatDue = false;
            Heartbeat beat = new Heartbeat(to, agent, session, ++sequence, highestTerm, false, false);
            return () -> beat;
        }
        sending = false;
        return null;
    }

    private synchronized void delivered() {
        if (retry.compareTo(FIRST_RETRY) > 0) {
            LOG.log(System.Logger.Level.INFO, "PRIOK0220I: reports reach the managers again");
        }
        retry = FIRST_RETRY;
    }

    private void undelivered(Exception why) {
        Duration pause;
        synchronized (this) {
            if (retry.equals(FIRST_RETRY)) {
                LOG.log(System.Logger.Level.WARNING, "PRIOK0221W: reports do not reach the managers: " + why);
            }
            fullWanted = true;
            sending = false;
            pausing = true;
            pause = retry;
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
        }
        timers.after(pause, () -> {
            synchronized (this) {
                pausing = false;
            }
            kick();
        });
    }
}
