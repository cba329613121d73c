package io.priok.agent;

import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The node's container engine, as far as the agent needs it. Calls block until the engine has answered; none waits for a container. */
public interface Engine {
    /** The new container's id. */
    String create(ContainerRequest request) throws EngineFailure;

    /** Fetches an image; {@code done} is told null, or what went wrong, on any thread. */
    void pull(String image, Consumer<@Nullable EngineFailure> done);

    /** Starts a created container; starting a running one changes nothing. */
    void start(String container) throws EngineFailure;

    /** @param container id or name */
    Container inspect(String container) throws EngineFailure;

    void signal(String container, String signal) throws EngineFailure;

    /** Removes a container with its anonymous volumes, killing it if need be; done already is no failure. */
    void delete(String container) throws EngineFailure;

    /** All containers of tasks of this node, whatever their state. */
    List<Found> list(NodeId node) throws EngineFailure;

    NodeDescription describe() throws EngineFailure;

    /** Follows the events of tasks' containers. Returns once the engine sends them. */
    Stream watch(Listener listener) throws EngineFailure;

    /** Reads a container's output; returns at once. */
    Stream logs(String container, LogOptions options, LogSink sink) throws EngineFailure;

    /** Something that goes on until it is closed. */
    interface Stream extends AutoCloseable {
        @Override
        void close();
    }

    /** What happens to containers. Called on the engine's thread: return at once. */
    interface Listener {
        void exited(TaskId task, String container, int exitCode);

        void health(TaskId task, String container, boolean healthy);

        void destroyed(TaskId task, String container);

        /** The stream ended: events may have been missed from here on. */
        void lost();
    }

    /** One container of a task, as the list shows it. */
    record Found(TaskId task, String serviceId, String serviceName, String container, Container.Phase phase) {}

    /**
     * @param tail lines from the end, -1 for all
     */
    record LogOptions(
            boolean follow,
            boolean stdout,
            boolean stderr,
            long tail,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** Takes raw output. Called on the engine's thread; it may block, which holds the engine back. */
    interface LogSink {
        /** @param stream 1 standard output, 2 standard error */
        void output(int stream, byte[] data);

        /** The output ended; {@code error} is empty when all went well. */
        void ended(String error);
    }
}
