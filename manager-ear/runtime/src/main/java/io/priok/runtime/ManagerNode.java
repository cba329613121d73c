package io.priok.runtime;

import io.priok.control.command.Author;
import io.priok.control.command.SwarmCommands;
import io.priok.control.port.InitRequest;
import io.priok.control.port.JoinRequest;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.ClusterId;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.Refusal;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.identity.TokenSource;
import io.priok.image.Image;
import io.priok.message.LocalNode;
import io.priok.store.projection.Projection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's place in a swarm, from the start of the application to its end: dormant, or running as a manager. Changes of place
 * are made one at a time.
 */
final class ManagerNode implements SwarmLifecycle, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerNode.class);
    /** How long a new swarm waits for this host's own agent before it answers; the agent may also come later. */
    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final Environment environment;
    private final StateFiles files;
    private final EventBuffer events;
    private final SerialExecutor changes;
    private volatile @Nullable RunningManager running;
    private volatile @Nullable LocalNode local;
    private volatile String error = "";

    ManagerNode(Settings settings, Environment environment, EventBuffer events) {
        this.settings = settings;
        this.environment = environment;
        this.events = events;
        this.files = new StateFiles(settings.stateDir());
        this.changes = new SerialExecutor("change of place in the swarm", environment.threads());
        this.local = files.localNode().orElse(null);
    }

    /** Takes up again what this server was when it stopped. Returns at once; {@link #local} says how far it is. */
    void resume() {
        changes.execute(() -> {
            LocalNode node = local;
            if (node != null && node.manager() && running == null) {
                try {
                    running = RunningManager.start(settings, environment, events, files, node, false);
                    error = "";
                } catch (RuntimeException | LinkageError e) {
                    error = String.valueOf(e.getMessage());
                    LOG.error("PRIOK3020E: this node cannot take up its place in the swarm", e);
                }
            }
        });
    }

    Optional<RunningManager> running() {
        return Optional.ofNullable(running);
    }

    @Override
    public LocalSwarm local() {
        LocalNode node = local;
        if (node == null) {
            return LocalSwarm.INACTIVE;
        }
        RunningManager manager = running;
        LocalSwarm.State state = manager != null || !node.manager()
                ? LocalSwarm.State.ACTIVE
                : error.isEmpty() ? LocalSwarm.State.PENDING : LocalSwarm.State.ERROR;
        return new LocalSwarm(
                state,
                node.nodeId(),
                node.advertiseAddress(),
                manager != null,
                manager == null ? List.of() : peers(manager.state().image()),
                error,
                RootCertificate.load(settings.certificatesDir()).trustRoot());
    }

    @Override
    public CompletionStage<NodeId> init(InitRequest request) {
        CompletableFuture<NodeId> done = new CompletableFuture<>();
        changes.execute(() -> {
            try {
                SwarmCommands.checkInit(request);
                if (request.forceNewCluster()) {
                    throw Refusal.plain(
                            Refusal.Kind.UNIMPLEMENTED, "recovery by --force-new-cluster is not supported yet");
                }
                begin(request).whenComplete((node, failure) -> {
                    if (failure == null) {
                        done.complete(node);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException | LinkageError e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private CompletionStage<NodeId> begin(InitRequest request) {
        String address = Addresses.advertise(request.advertiseAddress());
        int port = Addresses.portOf(request.advertiseAddress(), settings.managementPort());
        forget();
        RootCertificate root = RootCertificate.create(
                settings.certificatesDir(), environment.clock().instant(), environment.random());
        NodeId nodeId = new NodeId(environment.ids().next());
        ClusterId clusterId = new ClusterId(environment.ids().next());
        LocalNode node = new LocalNode(nodeId, clusterId, true, address);
        SwarmCommands commands = new SwarmCommands(new Author(environment.ids(), environment.clock()));
        var first = new SwarmCommands.FirstNode(
                nodeId,
                settings.agent(),
                undescribed(),
                address,
                new ManagerEndpoint(address + ":" + port, settings.logPort(), settings.cachePort()));
        var begin = commands.begin(request, clusterId, new TokenSource(environment.ids()).tokens(root.digest()), first);
        RunningManager manager = RunningManager.start(settings, environment, events, files, node, true);
        return manager.state()
                .commit(begin)
                .thenCompose(outcome -> {
                    files.writeManagers(List.of(address + ":" + settings.managementPort()));
                    files.writeLocalNode(node);
                    local = node;
                    running = manager;
                    LOG.info("PRIOK3021I: swarm {} begun by node {}", clusterId, nodeId);
                    return manager.await(image -> described(image, nodeId), AGENT_PATIENCE);
                })
                .whenComplete((ready, failure) -> {
                    if (failure != null) {
                        running = null;
                        local = null;
                        manager.close();
                        forget();
                    }
                })
                .thenApply(ready -> nodeId);
    }

    @Override
    public CompletionStage<NodeId> join(JoinRequest request) {
        return CompletableFuture.failedFuture(
                Refusal.plain(Refusal.Kind.UNIMPLEMENTED, "joining a swarm is not supported yet"));
    }

    @Override
    public CompletionStage<Void> leave(boolean force) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        changes.execute(() -> {
            RunningManager manager = running;
            running = null;
            local = null;
            try {
                if (manager != null) {
                    manager.close();
                }
                forget();
                LOG.info("PRIOK3022I: this node has left the swarm");
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Override
    public String unlockKey() {
        return "";
    }

    @Override
    public CompletionStage<Void> unlock(String key) {
        return CompletableFuture.failedFuture(Refusal.plain(Refusal.Kind.FAILED_PRECONDITION, "swarm is not locked"));
    }

    @Override
    public void close() {
        RunningManager manager = running;
        running = null;
        if (manager != null) {
            manager.close();
        }
    }

    private void forget() {
        files.forget();
        Projection.erase(environment.dataSource(), environment.classes());
    }

    /** Until the agent reports what the host has. */
    private static NodeDescription undescribed() {
        String hostname;
        try {
            hostname = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            hostname = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        }
        String architecture = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        return new NodeDescription(
                hostname,
                new Platform(architecture, "linux"),
                Resources.NONE,
                new NodeDescription.Engine("", Map.of(), List.of()));
    }

    private static boolean described(Image image, NodeId id) {
        return image.node(id)
                .filter(node -> node.status().state() == NodeState.READY)
                .filter(node -> !node.description().engine().engineVersion().isEmpty())
                .isPresent();
    }

    private static List<LocalSwarm.Peer> peers(Image image) {
        return image.nodes().stream()
                .filter(node -> node.manager() != null)
                .map(ManagerNode::peer)
                .toList();
    }

    private static LocalSwarm.Peer peer(Node node) {
        ManagerEndpoint endpoint = node.manager();
        return new LocalSwarm.Peer(node.id(), endpoint == null ? "" : endpoint.address());
    }
}
