package io.priok.agent.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.priok.agent.Agent;
import io.priok.agent.Await;
import io.priok.agent.EngineFailure;
import io.priok.agent.Lanes;
import io.priok.agent.MemoryPostbox;
import io.priok.agent.Tasks;
import io.priok.agent.disk.FenceFile;
import io.priok.agent.disk.JournalFile;
import io.priok.domain.AgentId;
import io.priok.domain.ClusterId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.message.LocalNode;
import io.priok.message.LogRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An agent on a real engine, without an application server. Leaves no container on the engine. */
final class EngineTrial implements AutoCloseable {
    /** An image with busybox, built beforehand. */
    static final String IMAGE = System.getProperty("priok.engine.image", "bb:1");

    static final String SOCKET = System.getProperty("priok.engine.socket", "/var/run/docker.sock");

    final MemoryPostbox postbox = new MemoryPostbox();
    final DockerEngine engine = new DockerEngine(SOCKET, Map.of());
    final ZerodepDockerHttpClient raw = new ZerodepDockerHttpClient.Builder()
            .dockerHost(DefaultDockerClientConfig.createDefaultConfigBuilder()
                    .withDockerHost("unix://" + SOCKET)
                    .build()
                    .getDockerHost())
            .build();

    private final Path directory;
    private ExecutorService executor = Executors.newCachedThreadPool();
    private ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private volatile Optional<LocalNode> node =
            Optional.of(new LocalNode(Tasks.NODE, new ClusterId("cluster"), 0, 0, "127.0.0.1"));
    private Agent agent;
    private long index = 100;

    EngineTrial(Path directory) {
        this.directory = directory;
        engine.warmUp();
        begin();
    }

    private void begin() {
        agent = new Agent(
                new AgentId("agent"),
                "session",
                engine,
                new JournalFile(directory),
                new FenceFile(directory),
                () -> node,
                new Agent.Managers(postbox, () -> 0, (order, elsewhere) -> {}),
                new Lanes(executor, 8),
                executor,
                this::later,
                Clock.systemUTC());
        agent.start();
        ScheduledFuture<?> unused = scheduler.scheduleWithFixedDelay(agent::tick, 0, 50, TimeUnit.MILLISECONDS);
        Await.until("the agent has found the engine", agent::isEngineUp);
    }

    private void later(Duration delay, Runnable action) {
        ScheduledFuture<?> unused = scheduler.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    Agent agent() {
        return agent;
    }

    /** The server goes away for a while: {@code meanwhile} happens without it. */
    void restart(Runnable meanwhile) {
        end();
        meanwhile.run();
        executor = Executors.newCachedThreadPool();
        scheduler = Executors.newScheduledThreadPool(2);
        begin();
    }

    private void end() {
        scheduler.shutdownNow();
        agent.stop();
        executor.shutdown();
    }

    void assign(Task task) {
        agent.assign(Tasks.message(1, ++index, task));
    }

    TaskStatus awaitState(String task, TaskState state) {
        Await.until(
                "task " + task + " is " + state + ", but " + postbox.newest(task), () -> postbox.reported(task, state));
        return postbox.newest(task).orElseThrow();
    }

    JsonNode inspect(String container) {
        try {
            return new Wire(raw).get("/containers/" + container + "/json");
        } catch (EngineFailure e) {
            throw new AssertionError(e);
        }
    }

    void kill(String container) {
        try {
            engine.signal(container, "SIGKILL");
            Await.until(
                    "it has ended",
                    () -> !inspect(container).at("/State/Running").asBoolean());
        } catch (EngineFailure e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the task's log again and again until it has the line. */
    void awaitLog(String task, String line) {
        String encoded = Base64.getEncoder().encodeToString(line.getBytes(UTF_8));
        Await.until("the log of " + task + " has " + line, () -> {
            agent.read(new LogRequest(
                    "logs" + ++index, false, List.of(new TaskId(task)), false, true, true, -1, null, null));
            return postbox.lines().stream().anyMatch(found -> found.data().equals(encoded));
        });
    }

    void leaveSwarm() {
        node = Optional.empty();
        Await.until("no container is left", () -> {
            try {
                return engine.list(Tasks.NODE).isEmpty();
            } catch (EngineFailure e) {
                throw new AssertionError(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        leaveSwarm();
        end();
        engine.close();
        raw.close();
        // Whoever called deletes the directory: nobody may still write to it.
        Await.until("nothing is under way", () -> scheduler.isTerminated() && executor.isTerminated());
    }
}
