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
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the managers what happens here. One message is under way at a time, on a thread of its own, so a dead broker holds no
 * task up; of each task only the newest status waits. Any failed send means that messages may be lost: the next thing sent is a
 * full report, which makes up for all of them; {@link Resync} says when else one is due.
 */
final class Reporter {
    private static final System.Logger LOG = System.getLogger(Reporter.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);
    /** A create or a start takes about as long on a busy host. */
    private static final Duration GATHER = Duration.ofMillis(50);
    /** How long a node that leaves tries to say so; the managers miss it anyway. */
    static final Duration FAREWELL = Duration.ofSeconds(3);

    private final AgentId agent;
    private final String session;
    private final Postbox postbox;
    private final Executor executor;
    private final Timers timers;
    private final InstantSource clock;
    private final Supplier<List<TaskObservation>> everything;
    private final Runnable makeCertain;

    private final Map<TaskId, TaskObservation> waiting = new LinkedHashMap<>();
    private final Resync resync;
    private @Nullable NodeId node;
    private @Nullable NodeDescription description;
    private long highestTerm;
    private long sequence;
    private Duration period = Duration.ofSeconds(1);
    private Duration retry = FIRST_RETRY;
    private long office;
    /** Present from leaving until the last beat is sent or given up. */
    private @Nullable Instant farewellUntil;

    /** When a full report may be due without any news. */
    private @Nullable Instant alarm;

    private boolean gathering;
    private boolean beatDue;
    private boolean muted;
    private boolean sending;
    private boolean pausing;
    private boolean stopped;

    /** @param makeCertain returns when what has been observed will outlive the machine: only then it is told, so that nothing told is unsaid */
    Reporter(
            AgentId agent,
            String session,
            Postbox postbox,
            Executor executor,
            Timers timers,
            InstantSource clock,
            Supplier<List<TaskObservation>> everything,
            Runnable makeCertain) {
        this.agent = agent;
        this.session = session;
        this.postbox = postbox;
        this.executor = executor;
        this.timers = timers;
        this.clock = clock;
        this.everything = everything;
        this.makeCertain = makeCertain;
        this.resync = new Resync(clock.instant());
    }

    /** Begins to beat. Called once. */
    void start() {
        beat();
    }

    private void beat() {
        Duration next;
        synchronized (this) {
            if (stopped) {
                return;
            }
            beatDue = true;
            next = period;
        }
        kick();
        timers.after(next, this::beat);
    }

    void serve(NodeId newNode, long term) {
        change(() -> {
            node = newNode;
            highestTerm = term;
            farewellUntil = null;
            resync.begin(clock.instant());
        });
    }

    /** A last beat says that the node leaves; nothing follows it. */
    void leave() {
        change(() -> {
            waiting.clear();
            farewellUntil = node == null ? null : clock.instant().plus(FAREWELL);
        });
    }

    /** True when nothing more will be said, or nothing has to be. */
    synchronized boolean isQuiet() {
        Instant until = farewellUntil;
        return until == null || Timers.isDue(until, FAREWELL, clock.instant());
    }

    /** Nothing more is said, not even a farewell. */
    synchronized void stop() {
        stopped = true;
    }

    void obeyed(long term) {
        change(() -> {
            highestTerm = term;
            resync.want();
        });
    }

    /** The leader said something. */
    synchronized void heard() {
        resync.heard(clock.instant());
    }

    /** A shard's complete set was taken in. */
    synchronized void answered(int shard) {
        resync.heard(clock.instant());
        resync.answered(shard);
    }

    void describe(NodeDescription newDescription) {
        change(() -> {
            if (!newDescription.equals(description)) {
                description = newDescription;
                resync.want();
            }
        });
    }

    /** A silent agent is taken for dead by the managers. */
    void mute(boolean silent) {
        change(() -> {
            if (muted && !silent) {
                resync.want();
            }
            muted = silent;
        });
    }

    /** Managers wait for this: it is told with a beat at once. */
    void serves(long newOffice) {
        change(() -> {
            office = newOffice;
            beatDue = true;
        });
    }

    synchronized void beatEvery(Duration newPeriod) {
        if (!newPeriod.isZero() && !newPeriod.isNegative()) {
            period = newPeriod;
        }
    }

    /** Steps on the way to something wait a little for others: nobody decides by them. */
    void offer(TaskObservation observation) {
        boolean passing = switch (observation.status().state()) {
            case NEW, PENDING, ASSIGNED, ACCEPTED, PREPARING, STARTING -> true;
            case READY, RUNNING, COMPLETE, SHUTDOWN, FAILED, REJECTED, REMOVE, ORPHANED -> false;
        };
        boolean gather;
        synchronized (this) {
            waiting.put(observation.taskId(), observation);
            gather = passing && !gathering;
            gathering |= passing;
        }
        if (!passing) {
            kick();
        } else if (gather) {
            timers.after(GATHER, () -> {
                synchronized (this) {
                    gathering = false;
                }
                kick();
            });
        }
    }

    void requestFull() {
        change(resync::want);
    }

    /** There is a new connection to a broker: no need to wait for the next try. */
    void reconnected() {
        change(() -> {
            resync.want();
            pausing = false;
            retry = FIRST_RETRY;
        });
    }

    private void change(Runnable news) {
        synchronized (this) {
            news.run();
        }
        kick();
    }

    private void kick() {
        synchronized (this) {
            if (sending || pausing || stopped || node == null) {
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
                delivered(body);
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
        Instant now = clock.instant();
        if (to != null && farewellUntil != null && !stopped) {
            if (!isQuiet()) {
                return () -> beat(to, true);
            }
            silence();
        }
        if (node == null || to == null || engine == null || muted || stopped) {
            sending = false;
            return null;
        }
        if (resync.isDue(now)) {
            resync.sent(now);
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
            return () -> beat(to, false);
        }
        sending = false;
        wakeAt(resync.next(), now);
        return null;
    }

    private synchronized void silence() {
        node = null;
        farewellUntil = null;
        waiting.clear();
    }

    private synchronized Heartbeat beat(NodeId from, boolean leaving) {
        return new Heartbeat(from, agent, session, ++sequence, highestTerm, office, leaving);
    }

    private synchronized void wakeAt(@Nullable Instant moment, Instant now) {
        if (moment != null && !moment.equals(alarm)) {
            alarm = moment;
            Duration delay = Duration.between(now, moment);
            timers.after(delay.isNegative() ? Duration.ZERO : delay, this::kick);
        }
    }

    private synchronized void delivered(Object message) {
        if (retry.compareTo(FIRST_RETRY) > 0) {
            LOG.log(System.Logger.Level.INFO, "PRIOK0220I: reports reach the managers again");
        }
        retry = FIRST_RETRY;
        if (message instanceof Heartbeat beat && beat.leaving()) {
            silence();
        }
    }

    private void undelivered(Exception why) {
        Duration pause;
        synchronized (this) {
            if (retry.equals(FIRST_RETRY)) {
                LOG.log(System.Logger.Level.WARNING, "PRIOK0221W: reports do not reach the managers: " + why);
            }
            resync.unsent();
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
