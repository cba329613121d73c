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
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.jms.ConnectionFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the agent together when the application starts, and ends it with the application: containers run on. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Worker {
    /** Tasks stepped at once: an engine gains nothing from more. */
    private static final int STEPS_AT_ONCE = 8;

    private static final Duration TICK = Duration.ofMillis(250);
    /** An engine label of nodes that cannot become managers. */
    private static final String WORKER_ONLY = "io.priok.worker-only";

    @Resource
    private ManagedThreadFactory threadFactory;

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
    private @Nullable OwnThreads threads;

    @PostConstruct
    void start() {
        Path directory = Path.of(stateDirectory).resolve("worker");
        Clock clock = Clock.systemUTC();
        AgentId id = new AgentId(agentId);
        OwnThreads own = new OwnThreads(threadFactory);
        threads = own;
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
                new Lanes(own.work(), STEPS_AT_ONCE),
                own.work(),
                own,
                clock);
        engine = docker;
        agent = started;
        started.start();
        own.work().execute(() -> {
            Rehearsal.run(clock.instant());
            docker.warmUp();
        });
        ServerSettings.joinToken().filter(token -> !token.isBlank()).ifPresent(token -> join(token, id, own));
        own.every(TICK, started::tick);
    }

    private void join(String token, AgentId id, OwnThreads own) {
        SelfJoin begun = new SelfJoin(
                token,
                Target.parse(ServerSettings.joinManagers()),
                id,
                hostname(),
                new BrokerLine(),
                new PlaceFiles(Path.of(stateDirectory), id),
                new RandomIds(new SecureRandom()),
                own.work(),
                own);
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

    @PreDestroy
    void stop() {
        if (joining != null) {
            joining.stop();
        }
        if (agent != null) {
            agent.stop();
        }
        if (threads != null) {
            threads.close();
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
