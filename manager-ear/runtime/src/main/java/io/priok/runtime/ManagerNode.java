package io.priok.runtime;

import io.priok.control.command.SwarmCommands;
import io.priok.control.port.InitRequest;
import io.priok.control.port.JoinRequest;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.Refusals;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.Refusal;
import io.priok.image.Image;
import io.priok.message.LocalNode;
import io.priok.state.Outcome;
import io.priok.store.projection.Projection;
import io.priok.store.projection.ProjectionUnreadable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's place in a swarm, from the start of the application to its end: dormant, or running as a manager. Changes of place
 * are made one at a time, each to its end: a second {@code swarm init} waits for the first and is then refused.
 */
final class ManagerNode implements SwarmLifecycle, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerNode.class);
    /** How long a new swarm waits for this host's own agent before it answers; the agent may also come later. */
    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(10);
    /** Between attempts to take up the place again: the disk may be full, the address not there yet, a port still taken. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Environment environment;
    private final StateFiles files;
    private final EventBuffer events;
    private final SerialExecutor changes;
    /** Held during a change. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile @Nullable RunningManager running;
    private volatile @Nullable LocalNode local;
    private volatile String error = "";
    private volatile boolean closed;

    ManagerNode(Settings settings, Environment environment, EventBuffer events) {
        this.settings = settings;
        this.environment = environment;
        this.events = events;
        this.files = new StateFiles(settings.stateDir());
        this.changes = new SerialExecutor("change of place in the swarm", environment.threads());
        this.local = files.localNode().orElse(null);
    }

    /** Takes up again what this server was when it stopped, and tries until it can. Returns at once. */
    void resume() {
        one(() -> {
            LocalNode node = local;
            if (closed || node == null || !node.manager() || running != null) {
                return;
            }
            try {
                running = start(node, false);
                error = "";
            } catch (RuntimeException | LinkageError e) {
                error = String.valueOf(e.getMessage());
                LOG.error("PRIOK3020E: this node cannot take up its place in the swarm; it is tried again", e);
                retryLater();
            }
        });
    }

    private void retryLater() {
        var retry = environment.timers().schedule(this::resume, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("next attempt: {}", retry);
    }

    private RunningManager start(LocalNode node, boolean bootstrap) {
        return RunningManager.start(settings, environment, events, files, node, bootstrap, this::restart);
    }

    /** The log has stopped by itself, most often because its disk is full: everything is started anew until it holds. */
    private void restart(RunningManager stopped) {
        one(() -> {
            if (running == stopped) {
                running = null;
                error = "the log has stopped; see the server's messages";
                stopped.close();
                retryLater();
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
        return change(() -> begin(request));
    }

    private NodeId begin(InitRequest request) {
        if (local != null || closed) {
            throw Refusals.alreadyMember();
        }
        SwarmCommands.checkInit(request);
        if (request.forceNewCluster()) {
            throw Refusal.plain(Refusal.Kind.UNIMPLEMENTED, "recovery by --force-new-cluster is not supported yet");
        }
        Addresses.checkListen(request.listenAddress());
        String address = Addresses.advertise(request.advertiseAddress());
        forget();
        NewSwarm swarm = NewSwarm.of(request, address, settings, environment);
        RunningManager manager = start(swarm.node(), true);
        try {
            Outcome outcome = join(manager.state().commit(swarm.begin()));
            if (!(outcome instanceof Outcome.Applied)) {
                throw new IllegalStateException("the first entry of a new swarm came to " + outcome);
            }
            files.writeManagers(List.of(swarm.managementAddress()));
            files.writeLocalNode(swarm.node());
            local = swarm.node();
            running = manager;
        } catch (RuntimeException | Error e) {
            manager.close();
            forget();
            throw e;
        }
        NodeId nodeId = swarm.node().nodeId();
        LOG.info("PRIOK3021I: swarm {} begun by node {}", swarm.node().clusterId(), nodeId);
        boolean described = join(manager.await(image -> isDescribed(image, nodeId), AGENT_PATIENCE));
        LOG.debug("agent of node {} has reported: {}", nodeId, described);
        return nodeId;
    }

    @Override
    public CompletionStage<NodeId> join(JoinRequest request) {
        return change(() -> {
            Addresses.checkListen(request.listenAddress());
            throw Refusal.plain(Refusal.Kind.UNIMPLEMENTED, "joining a swarm is not supported yet");
        });
    }

    @Override
    public CompletionStage<Void> leave(boolean force) {
        return change(() -> {
            stopRunning();
            local = null;
            error = "";
            forget();
            LOG.info("PRIOK3022I: this node has left the swarm");
            return null;
        });
    }

    @Override
    public String unlockKey() {
        return "";
    }

    @Override
    public CompletionStage<Void> unlock(String key) {
        return CompletableFuture.failedFuture(Refusal.plain(Refusal.Kind.FAILED_PRECONDITION, "swarm is not locked"));
    }

    /**
     * Returns when the manager has stopped; a change that is under way comes to its end first. Works on the caller's thread, because
     * the server's executors take nothing more when an application stops.
     */
    @Override
    public void close() {
        closed = true;
        boolean alone = false;
        try {
            alone = changing.tryLock(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            stopRunning();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (alone) {
                changing.unlock();
            }
        }
    }

    private void stopRunning() {
        RunningManager manager = running;
        running = null;
        if (manager != null) {
            manager.close();
        }
    }

    private void one(Runnable change) {
        changes.execute(() -> {
            changing.lock();
            try {
                change.run();
            } finally {
                changing.unlock();
            }
        });
    }

    private <T> CompletionStage<T> change(Supplier<@Nullable T> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        one(() -> {
            try {
                done.complete(step.get());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void forget() {
        files.forget();
        try {
            Projection.erase(environment.dataSource(), environment.classes());
        } catch (ProjectionUnreadable damaged) {
            LOG.warn("PRIOK3024W: the projection that is to go cannot be read; its file is put aside", damaged);
            Projection.putAside(
                    environment.dataSource(),
                    environment.classes(),
                    settings.databaseDir(),
                    environment.clock().instant());
        }
    }

    private static boolean isDescribed(Image image, NodeId id) {
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
