package io.priok.runtime;

import static io.priok.message.Queues.KIND;

import io.priok.broker.Body;
import io.priok.broker.BrokerException;
import io.priok.broker.Delivery;
import io.priok.broker.EmbeddedBroker;
import io.priok.broker.QueueConsumer;
import io.priok.control.port.LogStreams;
import io.priok.domain.AgentId;
import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Task output, asked of the workers over their control queues and collected from a queue of the subscription's own. */
final class TaskLogs implements LogStreams, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLogs.class);
    private static final long LOOK_SECONDS = 1;

    private final EmbeddedBroker broker;
    private final Supplier<Image> image;
    private final Environment environment;
    private final Set<Collection> collections = ConcurrentHashMap.newKeySet();

    TaskLogs(EmbeddedBroker broker, Supplier<Image> image, Environment environment) {
        this.broker = broker;
        this.image = image;
        this.environment = environment;
    }

    @Override
    public Subscription open(List<TaskId> tasks, Options options, Sink sink) {
        Collection collection = new Collection(environment.ids().next(), options, sink);
        collections.add(collection);
        try {
            collection.start(tasks);
        } catch (RuntimeException e) {
            collection.close();
            throw e;
        }
        return collection;
    }

    /** Ends all subscriptions. */
    @Override
    public void close() {
        collections.forEach(Collection::abandon);
    }

    /** One subscription. */
    private final class Collection implements Subscription {
        private final String name;
        private final Options options;
        private final Sink sink;
        private final Set<TaskId> open = new HashSet<>();
        private final Map<AgentId, List<TaskId>> asked = new HashMap<>();
        private @Nullable QueueConsumer consumer;
        private @Nullable ScheduledFuture<?> look;
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
            consumer = broker.consume(Queues.logs(name), this::take, environment.threadFactory());
            look = environment
                    .timers()
                    .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
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

        /** Nothing more can come from a node that is gone. */
        private synchronized void look() {
            for (TaskId id : List.copyOf(open)) {
                Optional<Node> node = image.get().task(id).map(Task::nodeId).flatMap(image.get()::node);
                if (node.isEmpty() || node.get().status().state() == NodeState.DOWN) {
                    open.remove(id);
                    sink.incomplete(id, "the node of task " + id + " is not available");
                }
            }
            if (open.isEmpty() && !ended) {
                end();
            }
        }

        void abandon() {
            synchronized (this) {
                open.clear();
                end();
            }
            close();
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
            collections.remove(this);
            QueueConsumer closing;
            boolean cancel;
            synchronized (this) {
                if (look != null) {
                    look.cancel(false);
                }
                cancel = !open.isEmpty();
                ended = true;
                open.clear();
                closing = consumer;
                consumer = null;
            }
            if (closing != null) {
                closing.close();
            }
            if (cancel) {
                try {
                    asked.forEach((agent, wanted) -> send(agent, wanted, true));
                } catch (BrokerException e) {
                    LOG.debug("subscription {} not cancelled, it ends when nobody fetches", name, e);
                }
            }
        }
    }
}
