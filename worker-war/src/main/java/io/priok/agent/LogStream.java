package io.priok.agent;

import io.priok.agent.Container.Phase;
import io.priok.agent.Postbox.Undelivered;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.LogChunk;
import io.priok.message.LogChunk.Line;
import io.priok.message.LogRequest;
import io.priok.message.Queues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The output of one task on its way to one subscription: lines are gathered for a moment and sent together. */
final class LogStream implements Engine.LogSink {
    private static final System.Logger LOG = System.getLogger(LogStream.class.getName());
    private static final int MOST_LINES = 50;
    private static final Duration GATHER = Duration.ofMillis(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final LogRequest request;
    private final TaskId task;
    private final NodeId node;
    private final Engine engine;
    private final Postbox postbox;
    private final Executor executor;
    private final Timers timers;
    private final Supplier<Optional<TaskRecord>> record;
    private final Runnable closed;
    private final LineAssembler assembler;

    private final List<Line> gathered = new ArrayList<>();
    private boolean flushDue;
    private boolean over;
    private Engine.@Nullable Stream stream;

    LogStream(
            LogRequest request,
            TaskId task,
            NodeId node,
            Engine engine,
            Postbox postbox,
            Executor executor,
            Timers timers,
            Supplier<Optional<TaskRecord>> record,
            Runnable closed) {
        this.request = request;
        this.task = task;
        this.node = node;
        this.engine = engine;
        this.postbox = postbox;
        this.executor = executor;
        this.timers = timers;
        this.record = record;
        this.closed = closed;
        this.assembler = new LineAssembler(request.since(), request.until());
    }

    /** Opens the container's log; a follower waits for a container that is still to come. */
    void open() {
        TaskRecord found = record.get().orElse(null);
        Container container = found == null ? Container.NONE : found.container();
        boolean readable = !container.id().isEmpty() && container.phase() != Phase.GONE;
        if (!readable || (request.follow() && container.phase() == Phase.CREATED)) {
            boolean toCome = found != null && !found.state().isTerminal() && request.follow();
            if (toCome && !isOver()) {
                timers.after(LOOK_AGAIN, () -> executor.execute(this::open));
            } else {
                ended("");
            }
            return;
        }
        try {
            keep(engine.logs(
                    container.id(),
                    new Engine.LogOptions(
                            request.follow(),
                            request.stdout(),
                            request.stderr(),
                            request.tail(),
                            request.since(),
                            request.until()),
                    this));
        } catch (EngineFailure e) {
            ended(e.text());
        }
    }

    private void keep(Engine.Stream opened) {
        boolean late;
        synchronized (this) {
            late = over;
            stream = opened;
        }
        if (late) {
            opened.close();
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    @Override
    public void output(int from, byte[] data) {
        boolean full;
        boolean schedule;
        synchronized (this) {
            gathered.addAll(assembler.take(from, data));
            full = gathered.size() >= MOST_LINES;
            schedule = !full && !flushDue && !gathered.isEmpty();
            flushDue |= schedule;
        }
        if (full) {
            flush(false, "");
        } else if (schedule) {
            timers.after(GATHER, () -> executor.execute(() -> flush(false, "")));
        }
    }

    @Override
    public void ended(String error) {
        synchronized (this) {
            gathered.addAll(assembler.rest());
        }
        flush(true, error);
        close();
    }

    /** One at a time, so that chunks leave in order. */
    private synchronized void flush(boolean last, String error) {
        flushDue = false;
        if (over || (gathered.isEmpty() && !last)) {
            return;
        }
        LogChunk chunk = new LogChunk(request.subscription(), node, task, gathered, last, error);
        gathered.clear();
        try {
            postbox.send(Queues.logs(request.subscription()), chunk, Postbox.Care.FRESH_ONLY);
        } catch (Undelivered | RuntimeException e) {
            LOG.log(System.Logger.Level.INFO, "PRIOK0270I: the log of task " + task + " has no taker: " + e);
            executor.execute(this::close);
        }
    }

    void close() {
        Engine.Stream opened;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            opened = stream;
        }
        if (opened != null) {
            opened.close();
        }
        closed.run();
    }
}
