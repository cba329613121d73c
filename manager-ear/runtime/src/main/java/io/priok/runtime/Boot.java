package io.priok.runtime;

import io.priok.control.port.EngineAddress;
import io.priok.control.port.EventStream;
import io.priok.control.port.LogStreams;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.AgentId;
import io.priok.front.FrontDoor;
import io.priok.front.FrontDoorConfig;
import io.priok.front.FrontDoorConfig.Listener;
import io.priok.identity.IdSource;
import io.priok.identity.RandomIds;
import io.priok.image.ClusterState;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the manager application: opens the front door, and takes up the node's place in its swarm. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Boot {
    private static final Logger LOG = LoggerFactory.getLogger(Boot.class);

    @Resource(lookup = "priok/stateDir")
    private String stateDir = "";

    @Resource(lookup = "priok/agentId")
    private String agentId = "";

    @Resource(lookup = "priok/engineSocket")
    private String engineSocket = "";

    @Resource(lookup = "priok/apiHost")
    private String apiHost = "";

    @Resource(lookup = "priok/apiPort")
    private String apiPort = "";

    @Resource(lookup = "priok/httpPort")
    private String httpPort = "";

    @Resource(lookup = "priok/listenHost")
    private String listenHost = "";

    @Resource(lookup = "priok/brokerPort")
    private String brokerPort = "";

    @Resource(lookup = "priok/cachePort")
    private String cachePort = "";

    @Resource(lookup = "priok/logPort")
    private String logPort = "";

    @Resource(lookup = "jdbc/priok", shareable = false)
    private DataSource dataSource;

    @Resource
    private ManagedThreadFactory threadFactory;

    private @Nullable OwnThreads threads;
    private @Nullable ManagerNode node;
    private @Nullable FrontDoor frontDoor;
    private final EventBuffer events = new EventBuffer();
    private final SecureRandom random = new SecureRandom();
    private final IdSource ids = new RandomIds(random);

    @PostConstruct
    void start() {
        Settings settings = settings();
        OwnThreads own = new OwnThreads(threadFactory);
        threads = own;
        Environment environment = new Environment(
                dataSource,
                own.work(),
                own.timers(),
                threadFactory,
                InstantSource.system(),
                random,
                ids,
                Boot.class.getClassLoader());
        ManagerNode started = new ManagerNode(settings, environment, events, new BrokerLine());
        node = started;
        openFrontDoor(settings);
        started.start();
    }

    @PreDestroy
    void stop() {
        if (frontDoor != null) {
            frontDoor.close();
        }
        if (node != null) {
            node.close();
        }
        if (threads != null) {
            threads.close();
        }
    }

    public SwarmLifecycle lifecycle() {
        return node();
    }

    public ClusterState state() {
        return new CurrentState(node());
    }

    public LogStreams logs() {
        return new CurrentState(node());
    }

    public EventStream events() {
        return events;
    }

    public IdSource ids() {
        return ids;
    }

    public EngineAddress engine() {
        return new EngineAddress(Path.of(engineSocket));
    }

    /** False while the node is taking up its place in a swarm, its log has no leader, or its own agent has not reported yet. */
    public boolean isSettled() {
        return switch (node().local().state()) {
            case INACTIVE, LOCKED -> true;
            case PENDING, ERROR -> false;
            case ACTIVE -> node().running().map(RunningManager::isSettled).orElse(true);
        };
    }

    private ManagerNode node() {
        if (node == null) {
            throw new IllegalStateException("not started");
        }
        return node;
    }

    private void openFrontDoor(Settings settings) {
        InetSocketAddress api = Addresses.endpoint(settings.apiHost(), settings.apiPort());
        FrontDoorConfig config = FrontDoorConfig.of(
                        api, new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.httpPort()))
                .withListeners(List.of(Listener.plain(api)))
                .withEngineSocket(settings.engineSocket());
        try {
            frontDoor = FrontDoor.start(config);
            LOG.info("PRIOK3030I: Docker's API is served on tcp://{}:{}", settings.apiHost(), settings.apiPort());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot serve Docker's API on " + api + ": " + e.getMessage()
                            + "; set priok.api.port to a free port",
                    e);
        }
    }

    private Settings settings() {
        return new Settings(
                Path.of(stateDir),
                new AgentId(agentId),
                Path.of(engineSocket),
                apiHost,
                Integer.parseInt(apiPort),
                Integer.parseInt(httpPort),
                listenHost,
                Integer.parseInt(brokerPort),
                Integer.parseInt(cachePort),
                Integer.parseInt(logPort));
    }
}
