package io.priok.runtime;

import static io.priok.message.Queues.KIND;

import io.priok.broker.Body;
import io.priok.broker.Delivery;
import io.priok.broker.EmbeddedBroker;
import io.priok.broker.QueueConsumer;
import io.priok.control.port.LogStreams;
import io.priok.domain.AgentId;
import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.identity.IdSource;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.message.LogChunk;
import io.priok.message.LogRequest;
import io.priok.message.Queues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Task output, asked of the workers over their control queues and collected from a queue of the subscription's own. */
final class TaskLogs implements LogStreams {
    private final EmbeddedBroker broker;
    private final Supplier<Image> image;
    private final IdSource ids;
    private final ThreadFactory threads;

    TaskLogs(EmbeddedBroker broker, Supplier<Image> image, IdSource ids, ThreadFactory threads) {
        this.broker = broker;
        this.image = image;
        this.ids = ids;
        this.threads = threads;
    }

    @Override
    public Subscription open(List<TaskId> tasks, Options options, Sink sink) {
        Collection collection = new Collection(ids.next(), options, sink);
        collection.start(tasks);
        return collection;
    }

    /** One subscription. */
    private final class Collection implements Subscription {
        private final String name;
        private final Options options;
        private final Sink sink;
        private final Set<TaskId> open = new HashSet<>();
        private final Map<AgentId, List<TaskId>> asked = new HashMap<>();
        private @Nullable QueueConsumer consumer;
        private boolean ended;

        Collection(String name, Options options, Sink sink) {
            this.name = name;
            this.options = options;
            this.sink = sink;
        }

        synchronized void start(List<TaskId> tasks) {
            for (TaskId id : tasks) {
                Optional<Node> node = image.get().task(id).map(Task::nodeId).flatMap(image.get()::node);
                if (node.isEmpty()) {
                    continue;
                }
                if (node.get().status().state() == NodeState.DOWN) {
                    sink.incomplete(id, "node " + node.get().hostname() + " is not available");
                    continue;
                }
                open.add(id);
                asked.computeIfAbsent(node.get().agent(), agent -> new ArrayList<>())
                        .add(id);
            }
            if (open.isEmpty()) {
                end();
                return;
            }
            consumer = broker.consume(Queues.logs(name), this::take, threads);
            asked.forEach((agent, wanted) -> send(agent, wanted, false));
        }

        private synchronized void take(Delivery delivery) {
            if (ended || !(delivery.body() instanceof Body.Text text)) {
                return;
            }
            LogChunk chunk = Json.read(text.value(), LogChunk.class);
            if (!chunk.lines().isEmpty()) {
                sink.lines(chunk.nodeId(), chunk.taskId(), chunk.lines());
            }
            if (!chunk.error().isEmpty()) {
                sink.incomplete(chunk.taskId(), chunk.error());
            }
            if (chunk.last()) {
                open.remove(chunk.taskId());
                if (open.isEmpty()) {
                    end();
                }
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                sink.end();
            }
        }

        private void send(AgentId agent, List<TaskId> wanted, boolean cancel) {
            LogRequest request = new LogRequest(
                    name,
                    cancel,
                    wanted,
                    options.follow(),
                    options.stdout(),
                    options.stderr(),
                    options.tail(),
                    options.since(),
                    options.until());
            broker.sender()
                    .send(Queues.control(agent), Json.write(request), Map.of(KIND, LogRequest.class.getSimpleName()));
        }

        @Override
        public void close() {
            QueueConsumer closing;
            boolean cancel;
            synchronized (this) {
                cancel = !open.isEmpty();
                ended = true;
                open.clear();
                closing = consumer;
                consumer = null;
            }
            if (cancel) {
                asked.forEach((agent, wanted) -> send(agent, wanted, true));
            }
            if (closing != null) {
                closing.close();
            }
        }
    }
}
