package io.priok.agent;

import io.priok.domain.AgentId;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.FullReport;
import io.priok.message.Heartbeat;
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
 * Decides what the managers are told of what happens here. A report is first made certain to outlive the machine, so that nothing
 * told is unsaid; beats do not wait for that, since a slow disk is no reason to be taken for dead. Of each task only the newest
 * status waits. Any failed send means that messages may be lost: the next report is a full one, which makes up for all of them;
 * {@link Resync} says when else one is due.
 */
final class Reporter implements Sender.Source {
    /** A create or a start takes about as long on a busy host. */
    private static final Duration GATHER = Duration.ofMillis(50);
    /** How long a node that leaves tries to say so; the managers miss it anyway. */
    static final Duration FAREWELL = Duration.ofSeconds(3);

    private final AgentId agent;
    private final String session;
    private final Sender sender;
    private final WriteAhead writeAhead;
    private final Timers timers;
    private final InstantSource clock;
    private final Supplier<List<TaskObservation>> everything;

    private final Map<TaskId, TaskObservation> waiting = new LinkedHashMap<>();
    private final Resync resync;
    private @Nullable NodeId node;
    private @Nullable NodeDescription description;
    private long highestTerm;
    private long sequence;
    private Duration period = Duration.ofSeconds(1);
    private long office;
    /** Present from leaving until the last beat is sent or given up. */
    private @Nullable Instant farewellUntil;

    /** When a full report may be due without any news. */
    private @Nullable Instant alarm;

    private boolean gathering;
    private boolean beatDue;
    private boolean muted;
    private boolean stopped;

    /**
     * @param executor runs what may block on a broker or on the disk
     * @param makeCertain returns when what has been observed will outlive the machine
     */
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
        this.sender = new Sender(postbox, executor, timers, this);
        this.writeAhead = new WriteAhead(executor, timers, makeCertain, sender::kick);
        this.timers = timers;
        this.clock = clock;
        this.everything = everything;
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
        sender.kick();
        timers.after(next, this::beat);
    }

    void serve(NodeId newNode, long term) {
        change(() -> {
            node = newNode;
            highestTerm = term;
            farewellUntil = null;
            writeAhead.discard();
            resync.begin(clock.instant());
        });
    }

    /** A last beat says that the node leaves; nothing follows it. */
    void leave() {
        change(() -> {
            waiting.clear();
            writeAhead.discard();
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
            sender.kick();
        } else if (gather) {
            timers.after(GATHER, () -> {
                synchronized (this) {
                    gathering = false;
                }
                sender.kick();
            });
        }
    }

    void requestFull() {
        change(resync::want);
    }

    /** There is a new connection to a broker. */
    void reconnected() {
        synchronized (this) {
            resync.want();
        }
        sender.reconnected();
    }

    private void change(Runnable news) {
        synchronized (this) {
            news.run();
        }
        sender.kick();
    }

    @Override
    public synchronized @Nullable Object next() {
        NodeId from = node;
        if (from == null || stopped) {
            return null;
        }
        if (farewellUntil != null) {
            if (!isQuiet()) {
                return beat(from, true);
            }
            silence();
            return null;
        }
        if (description == null || muted) {
            return null;
        }
        Object report = writeAhead.poll();
        if (report != null) {
            return report;
        }
        if (!writeAhead.isBusy()) {
            prepare(from, description);
        }
        if (beatDue) {
            beatDue = false;
            return beat(from, false);
        }
        return null;
    }

    private void prepare(NodeId from, NodeDescription engine) {
        Instant now = clock.instant();
        if (resync.isDue(now)) {
            resync.sent(now);
            waiting.clear();
            long term = highestTerm;
            writeAhead.begin(
                    () -> new FullReport(from, agent, session, term, engine, everything.get()), this::undelivered);
        } else if (!waiting.isEmpty()) {
            StatusReport statuses = new StatusReport(from, agent, List.copyOf(waiting.values()));
            waiting.clear();
            writeAhead.begin(() -> statuses, this::undelivered);
        } else {
            wakeAt(resync.next(), now);
        }
    }

    private synchronized void silence() {
        node = null;
        farewellUntil = null;
        writeAhead.discard();
        waiting.clear();
    }

    private synchronized Heartbeat beat(NodeId from, boolean leaving) {
        return new Heartbeat(from, agent, session, ++sequence, highestTerm, office, leaving);
    }

    private synchronized void wakeAt(@Nullable Instant moment, Instant now) {
        if (moment != null && !moment.equals(alarm)) {
            alarm = moment;
            Duration delay = Duration.between(now, moment);
            timers.after(delay.isNegative() ? Duration.ZERO : delay, sender::kick);
        }
    }

    @Override
    public synchronized void delivered(Object message) {
        if (message instanceof Heartbeat beat && beat.leaving()) {
            silence();
        }
    }

    /** A full report will say what was written meanwhile, too. */
    @Override
    public synchronized void undelivered() {
        writeAhead.discard();
        resync.unsent();
    }
}
