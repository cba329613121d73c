package io.priok.agent;

import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.LogChunk;
import io.priok.message.LogRequest;
import io.priok.message.Queues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The subscriptions to tasks' output. Each is one stream from the engine a task, until it ends, is cancelled, or nobody takes it. */
final class LogStreams {
    /** One engine connection and one thread each. */
    static final int MOST = 128;

    private final Engine engine;
    private final Postbox postbox;
    private final Executor executor;
    private final Timers timers;
    private final Function<TaskId, Optional<TaskRecord>> tasks;
    private final Supplier<Optional<NodeId>> node;
    private final Map<Key, LogStream> open = new HashMap<>();

    private record Key(String subscription, TaskId task) {}

    LogStreams(
            Engine engine,
            Postbox postbox,
            Executor executor,
            Timers timers,
            Function<TaskId, Optional<TaskRecord>> tasks,
            Supplier<Optional<NodeId>> node) {
        this.engine = engine;
        this.postbox = postbox;
        this.executor = executor;
        this.timers = timers;
        this.tasks = tasks;
        this.node = node;
    }

    void take(LogRequest request) {
        if (request.cancel()) {
            cancel(request.subscription());
            return;
        }
        NodeId here = node.get().orElse(null);
        if (here != null) {
            request.tasks().forEach(task -> open(request, task, here));
        }
    }

    private void open(LogRequest request, TaskId task, NodeId here) {
        Key key = new Key(request.subscription(), task);
        LogStream stream;
        synchronized (this) {
            if (open.containsKey(key)) {
                return;
            }
            if (open.size() >= MOST) {
                refuse(request, task, here);
                return;
            }
            stream = new LogStream(
                    request, task, here, engine, postbox, executor, timers, () -> tasks.apply(task), () -> closed(key));
            open.put(key, stream);
        }
        executor.execute(stream::open);
    }

    private void refuse(LogRequest request, TaskId task, NodeId here) {
        LogChunk chunk = new LogChunk(
                request.subscription(), here, task, List.of(), true, "too many logs are being read on this node");
        executor.execute(() -> {
            try {
                postbox.send(Queues.logs(request.subscription()), chunk, Postbox.Care.FRESH_ONLY);
            } catch (Postbox.Undelivered e) {
                // Nobody is there to be told.
            }
        });
    }

    private void cancel(String subscription) {
        List<LogStream> cancelled;
        synchronized (this) {
            cancelled = open.entrySet().stream()
                    .filter(entry -> entry.getKey().subscription().equals(subscription))
                    .map(Map.Entry::getValue)
                    .toList();
        }
        cancelled.forEach(LogStream::close);
    }

    void close() {
        List<LogStream> all;
        synchronized (this) {
            all = List.copyOf(open.values());
        }
        all.forEach(LogStream::close);
    }

    synchronized int size() {
        return open.size();
    }

    private synchronized void closed(Key key) {
        open.remove(key);
    }
}
