package io.priok.agent.executor;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.priok.agent.Container;
import io.priok.agent.ContainerRequest;
import io.priok.agent.Engine;
import io.priok.agent.EngineFailure;
import io.priok.agent.EngineFailure.Kind;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine at the end of a unix socket. */
public final class DockerEngine implements Engine, AutoCloseable {
    private static final String TASK = "com.docker.swarm.task.id";
    private static final String NODE = "com.docker.swarm.node.id";
    private static final String SERVICE = "com.docker.swarm.service.id";
    private static final String SERVICE_NAME = "com.docker.swarm.service.name";
    /** The slowest answer that is waited for: a create may have to fill volumes. */
    private static final Duration SLOWEST_ANSWER = Duration.ofMinutes(2);

    private static final Duration SLOWEST_STREAM = Duration.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 256;

    private final DockerHttpClient transport;
    private final DockerClient calls;
    private final DockerClient streams;
    private final Wire wire;
    private final Map<String, String> labels;

    /**
     * @param socket path of the engine's socket
     * @param labels shown beside the engine's own
     */
    public DockerEngine(String socket, Map<String, String> labels) {
        this.labels = Map.copyOf(labels);
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + socket)
                .withDockerTlsVerify(false)
                .build();
        transport = client(config).responseTimeout(SLOWEST_ANSWER).build();
        calls = DockerClientImpl.getInstance(config, transport);
        // Followed logs and events are silent for any time.
        streams = DockerClientImpl.getInstance(config, client(config).build());
        wire = new Wire(transport);
    }

    private static ZerodepDockerHttpClient.Builder client(DockerClientConfig config) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .maxConnections(MOST_CONNECTIONS);
    }

    /** Loads what the first calls would load: they cost a second otherwise. Harmless, and indifferent to the engine's absence. */
    public void warmUp() {
        String nobody = "priok-warm-up";
        for (int round = 0; round < 2; round++) {
            attempt(() -> wire.post("/containers/create?name=" + nobody, Map.of("Image", "priok/warm-up:none")));
            attempt(() -> start(nobody));
            attempt(() -> inspect(nobody));
            attempt(() -> signal(nobody, "SIGTERM"));
        }
    }

    private interface Attempt {
        void run() throws EngineFailure;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (EngineFailure e) {
            // That is what was expected: nothing of that name exists.
        }
    }

    @Override
    public String create(ContainerRequest request) throws EngineFailure {
        return wire.post("/containers/create?name=" + Wire.escaped(request.name()), request.body())
                .path("Id")
                .asText();
    }

    @Override
    public Container inspect(String container) throws EngineFailure {
        return Inspection.container(wire.get("/containers/" + Wire.escaped(container) + "/json"));
    }

    @Override
    public void start(String container) throws EngineFailure {
        try {
            calls.startContainerCmd(container).exec();
        } catch (NotModifiedException e) {
            // It runs already.
        } catch (RuntimeException e) {
            throw Words.of(e);
        }
    }

    @Override
    public void signal(String container, String signal) throws EngineFailure {
        try {
            calls.killContainerCmd(container).withSignal(signal).exec();
        } catch (RuntimeException e) {
            throw Words.of(e);
        }
    }

    @Override
    public void delete(String container) throws EngineFailure {
        try {
            calls.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (RuntimeException e) {
            EngineFailure failure = Words.of(e);
            if (failure.kind() != Kind.NOT_FOUND) {
                throw failure;
            }
        }
    }

    @Override
    public List<Found> list(NodeId node) throws EngineFailure {
        try {
            return calls
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(NODE, node.value()))
                    .exec()
                    .stream()
                    .filter(container -> container.getLabels().containsKey(TASK))
                    .map(container -> new Found(
                            new TaskId(label(container.getLabels(), TASK)),
                            label(container.getLabels(), SERVICE),
                            label(container.getLabels(), SERVICE_NAME),
                            container.getId(),
                            Inspection.phase(container.getState())))
                    .toList();
        } catch (RuntimeException e) {
            throw Words.of(e);
        }
    }

    private static String label(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "");
    }

    @Override
    public NodeDescription describe() throws EngineFailure {
        try {
            return Description.of(calls.infoCmd().exec(), labels);
        } catch (RuntimeException e) {
            throw Words.of(e);
        }
    }

    @Override
    public void pull(String image, Consumer<@Nullable EngineFailure> done) {
        AtomicReference<@Nullable String> refused = new AtomicReference<>();
        Following<PullResponseItem> progress = new Following<>(
                item -> {
                    ResponseItem.ErrorDetail error = item.getErrorDetail();
                    if (error != null) {
                        refused.set(String.valueOf(error.getMessage()));
                    }
                },
                thrown -> {
                    String words = refused.get();
                    if (thrown != null) {
                        done.accept(Words.of(thrown));
                    } else {
                        done.accept(words == null ? null : new EngineFailure(Kind.REFUSED, words));
                    }
                });
        try {
            streams.pullImageCmd(image).exec(progress);
        } catch (RuntimeException e) {
            done.accept(Words.of(e));
        }
    }

    @Override
    public Stream watch(Listener listener) throws EngineFailure {
        Following<Event> events = new Following<>(event -> tell(event, listener), thrown -> listener.lost());
        try {
            streams.eventsCmd()
                    .withEventTypeFilter("container")
                    .withEventFilter("die", "destroy", "health_status")
                    .withLabelFilter(TASK)
                    .exec(events);
            if (!events.awaitBegin(SLOWEST_STREAM)) {
                events.close();
                throw new EngineFailure(Kind.UNAVAILABLE, "the engine sends no events");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            events.close();
            throw new EngineFailure(Kind.UNAVAILABLE, "interrupted");
        } catch (RuntimeException e) {
            events.close();
            throw Words.of(e);
        }
        return events;
    }

    private static void tell(Event event, Listener listener) {
        String action = event.getAction();
        if (action == null || event.getActor() == null || event.getActor().getAttributes() == null) {
            return;
        }
        Map<String, String> attributes = event.getActor().getAttributes();
        TaskId task = new TaskId(label(attributes, TASK));
        String container = String.valueOf(event.getActor().getId());
        switch (action) {
            case "die" -> listener.exited(task, container, Integer.parseInt(attributes.getOrDefault("exitCode", "0")));
            case "destroy" -> listener.destroyed(task, container);
            case "health_status: healthy" -> listener.health(task, container, true);
            case "health_status: unhealthy" -> listener.health(task, container, false);
            default -> {}
        }
    }

    @Override
    public Stream logs(String container, LogOptions options, LogSink sink) throws EngineFailure {
        Following<Frame> output = new Following<>(
                frame -> sink.output(
                        switch (frame.getStreamType()) {
                            case STDERR -> 2;
                            case STDOUT, STDIN -> 1;
                            case RAW -> 0;
                        },
                        frame.getPayload()),
                thrown -> sink.ended(thrown == null ? "" : Words.of(thrown).text()));
        LogContainerCmd command = streams.logContainerCmd(container)
                .withTimestamps(true)
                .withFollowStream(options.follow())
                .withStdOut(options.stdout())
                .withStdErr(options.stderr());
        if (options.tail() >= 0) {
            command.withTail(Math.toIntExact(options.tail()));
        }
        if (options.since() != null) {
            command.withSince(Math.toIntExact(options.since().getEpochSecond()));
        }
        try {
            command.exec(output);
        } catch (RuntimeException e) {
            throw Words.of(e);
        }
        return output;
    }

    @Override
    public void close() {
        try {
            calls.close();
            streams.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
