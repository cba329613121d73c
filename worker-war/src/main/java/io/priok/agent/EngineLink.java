package io.priok.agent;

import io.priok.agent.Engine.Stream;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds on to the engine: follows its events, compares its containers with the tasks at each new connection and from time to
 * time, and waits for it to come back. Events are hints; the comparison makes up for those that were missed.
 */
final class EngineLink {
    private static final System.Logger LOG = System.getLogger(EngineLink.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);
    private static final Duration COMPARE_EVERY = Duration.ofSeconds(10);
    private static final Duration DESCRIBE_EVERY = Duration.ofSeconds(30);

    /** A node whose engine is away longer than this is no longer reported as alive, so that its tasks run elsewhere. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Engine engine;
    private final TaskTable tasks;
    private final Reporter reporter;
    private final InstantSource clock;
    private final Supplier<Optional<NodeId>> node;

    private @Nullable Stream events;
    /** Counts connections, so that the end of an old one is not taken for the end of this. */
    private volatile int connection;

    private boolean closed;
    private boolean wasUp;
    private Duration retry = FIRST_RETRY;
    private Instant retryAt = Instant.MIN;
    private Instant downSince;
    private Instant compareAt = Instant.MIN;
    private Instant describeAt = Instant.MIN;
    private volatile boolean up;

    EngineLink(
            Engine engine, TaskTable tasks, Reporter reporter, InstantSource clock, Supplier<Optional<NodeId>> node) {
        this.engine = engine;
        this.tasks = tasks;
        this.reporter = reporter;
        this.clock = clock;
        this.node = node;
        this.downSince = clock.instant();
    }

    boolean isUp() {
        return up;
    }

    /** Compare at the next tick. */
    synchronized void compareSoon() {
        compareAt = Instant.MIN;
    }

    /** Does what is due. Blocks on the engine; called by one thread at a time. */
    synchronized void tick() {
        Instant now = clock.instant();
        try {
            if (!up) {
                if (closed || !Timers.isDue(retryAt, LAST_RETRY, now)) {
                    return;
                }
                connect();
            }
            if (Timers.isDue(compareAt, COMPARE_EVERY, now)) {
                compare();
                compareAt = now.plus(COMPARE_EVERY);
            }
            if (Timers.isDue(describeAt, DESCRIBE_EVERY, now)) {
                describe();
                describeAt = now.plus(DESCRIBE_EVERY);
            }
        } catch (EngineFailure e) {
            if (wasUp || retryAt.equals(Instant.MIN)) {
                LOG.log(System.Logger.Level.WARNING, "PRIOK0230W: engine not available: {0}", e.text());
            }
            down();
            retryAt = clock.instant().plus(retry);
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
            if (!downSince.plus(PATIENCE).isAfter(clock.instant())) {
                reporter.mute(true);
            }
        } catch (RuntimeException e) {
            // A connection whose first comparison failed has told the managers nothing yet: connect anew.
            if (!wasUp) {
                up = false;
            }
            throw e;
        }
    }

    private void connect() throws EngineFailure {
        NodeDescription description = engine.describe();
        closeEvents();
        events = engine.watch(new Events(nextConnection()));
        up = true;
        tasks.hold();
        compareAt = Instant.MIN;
        describeAt = clock.instant().plus(DESCRIBE_EVERY);
        compare();
        wasUp = true;
        retry = FIRST_RETRY;
        LOG.log(
                System.Logger.Level.INFO,
                "PRIOK0231I: engine {0} is there",
                description.engine().engineVersion());
        reporter.describe(description);
        reporter.mute(false);
        reporter.requestFull();
    }

    private void compare() throws EngineFailure {
        Optional<NodeId> served = node.get();
        if (served.isPresent() && tasks.reconcile(served.get(), engine.list(served.get()))) {
            reporter.requestFull();
        }
    }

    private void describe() throws EngineFailure {
        reporter.describe(engine.describe());
    }

    private int nextConnection() {
        int next = connection + 1;
        connection = next;
        return next;
    }

    private void closeEvents() {
        Stream stream = events;
        events = null;
        if (stream != null) {
            stream.close();
        }
    }

    private void down() {
        nextConnection();
        closeEvents();
        Instant now = clock.instant();
        // A clock that was set back must not stretch the patience.
        if (up || wasUp || downSince.isAfter(now)) {
            downSince = now;
        }
        up = false;
        wasUp = false;
    }

    synchronized void close() {
        down();
        closed = true;
    }

    private final class Events implements Engine.Listener {
        private final int mine;

        Events(int mine) {
            this.mine = mine;
        }

        @Override
        public void exited(TaskId task, String container, int exitCode) {
            change(task, container, t -> TaskLife.exited(t, exitCode, clock.instant()));
        }

        @Override
        public void health(TaskId task, String container, boolean healthy) {
            tasks.find(task)
                    .ifPresent(runner -> runner.change(t -> TaskLife.health(t, container, healthy, clock.instant())));
        }

        @Override
        public void destroyed(TaskId task, String container) {
            change(task, container, t -> TaskLife.missing(t, clock.instant()));
        }

        private void change(TaskId task, String container, UnaryOperator<TaskRecord> news) {
            tasks.find(task)
                    .ifPresent(runner -> runner.change(t -> {
                        String known = t.container().id();
                        return known.isEmpty() || known.equals(container) ? news.apply(t) : t;
                    }));
        }

        @Override
        public void lost() {
            if (mine == connection) {
                up = false;
            }
        }
    }
}
