package io.priok.agent.edge;

import io.priok.agent.Agent;
import io.priok.agent.Lanes;
import io.priok.agent.disk.FenceFile;
import io.priok.agent.disk.JournalFile;
import io.priok.agent.disk.NodeFile;
import io.priok.agent.disk.OrderFiles;
import io.priok.agent.disk.PlaceFiles;
import io.priok.agent.executor.DockerEngine;
import io.priok.agent.joining.BrokerLine;
import io.priok.agent.joining.SelfJoin;
import io.priok.agent.joining.Target;
import io.priok.domain.AgentId;
import io.priok.identity.RandomIds;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.jms.ConnectionFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts the agent together when the application starts, and ends it with the application: containers run on. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Worker {
    /** Tasks stepped at once: an engine gains nothing from more. */
    private static final int STEPS_AT_ONCE = 8;

    private static final long TICK_MILLIS = 250;
    /** An engine label of nodes that cannot become managers. */
    private static final String WORKER_ONLY = "io.priok.worker-only";

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource
    private ContextService contexts;

    @Resource(lookup = "jms/priok")
    private ConnectionFactory connections;

    @Resource(lookup = "priok/stateDir")
    private String stateDirectory;

    @Resource(lookup = "priok/agentId")
    private String agentId;

    @Resource(lookup = "priok/engineSocket")
    private String engineSocket;

    private @Nullable Agent agent;
    private @Nullable DockerEngine engine;
    private @Nullable SelfJoin joining;
    private @Nullable ScheduledFuture<?> ticks;

    @PostConstruct
    void start() {
        Path directory = Path.of(stateDirectory).resolve("worker");
        Clock clock = Clock.systemUTC();
        AgentId id = new AgentId(agentId);
        DockerEngine docker = new DockerEngine(engineSocket, labels());
        Agent started = new Agent(
                id,
                new RandomIds(new SecureRandom()).next(),
                docker,
                new JournalFile(directory),
                new FenceFile(directory),
                new NodeFile(Path.of(stateDirectory)),
                new Agent.Managers(
                        new JmsPostbox(connections, contexts.currentContextExecutor()),
                        ServerSettings.connections(),
                        new OrderFiles(Path.of(stateDirectory), id)),
                new Lanes(executor, STEPS_AT_ONCE),
                executor,
                this::later,
                clock);
        engine = docker;
        agent = started;
        started.start();
        executor.execute(() -> {
            Rehearsal.run(clock.instant());
            docker.warmUp();
        });
        ServerSettings.joinToken().filter(token -> !token.isBlank()).ifPresent(token -> join(token, id));
        ticks = scheduler.scheduleWithFixedDelay(started::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void join(String token, AgentId id) {
        SelfJoin begun = new SelfJoin(
                token,
                Target.parse(ServerSettings.joinManagers()),
                id,
                hostname(),
                new BrokerLine(),
                new PlaceFiles(Path.of(stateDirectory), id),
                new RandomIds(new SecureRandom()),
                executor,
                this::later);
        joining = begun;
        begun.begin();
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static Map<String, String> labels() {
        return ServerSettings.joinToken().isPresent() ? Map.of(WORKER_ONLY, "true") : Map.of();
    }

    private void later(Duration delay, Runnable action) {
        ScheduledFuture<?> unused = scheduler.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        ScheduledFuture<?> ticking = ticks;
        if (ticking != null) {
            ticking.cancel(false);
        }
        if (joining != null) {
            joining.stop();
        }
        if (agent != null) {
            agent.stop();
        }
        if (engine != null) {
            engine.close();
        }
    }

    /** The agent, from the start of the application on. */
    public Agent agent() {
        Agent running = agent;
        if (running == null) {
            throw new IllegalStateException("the worker has not started");
        }
        return running;
    }
}
