package io.priok.runtime;

import io.priok.control.command.SwarmCommands;
import io.priok.control.port.InitRequest;
import io.priok.control.port.JoinRequest;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.Refusals;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.Refusal;
import io.priok.image.Image;
import io.priok.message.LocalNode;
import io.priok.state.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users and the leader ask of this server's place in a swarm, from the start of the application to its end. Changes are made one
 * at a time, each to its end: a second {@code swarm init} waits for the first and is then refused.
 */
final class ManagerNode implements SwarmLifecycle, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerNode.class);
    /** How long a new swarm waits for this host's own agent before it answers; the agent may also come later. */
    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(10);
    /** How long a join waits before it goes on in the background, as in Swarm. */
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(20);

    private static final Duration JOIN_RETRY = Duration.ofSeconds(5);
    /** How long a node that leaves waits for its tasks to end: their usual grace, and some. */
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(15);

    /** How long a recovered swarm may take until it is led, before the answer. */
    private static final Duration RECOVERED = Duration.ofSeconds(20);

    private static final Duration WATCH = Duration.ofMillis(250);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Environment environment;
    private final Joining.Line line;
    private final Turns turns;
    private final Place place;
    private final RoleWatch roles;
    private final OperatorDoor door;

    /** Present while this node tries to get into a swarm. */
    private volatile @Nullable Joining joining;

    private volatile String joinError = "";
    private volatile @Nullable ScheduledFuture<?> watch;
    private volatile @Nullable ScheduledFuture<?> asking;

    ManagerNode(Settings settings, Environment environment, EventBuffer events, Joining.Line line) {
        this.settings = settings;
        this.environment = environment;
        this.line = line;
        this.turns = new Turns(environment);
        this.place = new Place(settings, environment, events, turns);
        this.roles = new RoleWatch(place.members(), place::node, environment.clock());
        this.door = new OperatorDoor(settings.stateDir(), new OperatorWorks(settings, environment, place));
    }

    /** Takes up the place that this server had when it stopped, and from then on the role that the leader wants. Returns at once. */
    void start() {
        // A restore comes before the place that this server had.
        turns.queue(door::look);
        place.resume();
        Runnable look = () -> roles.look().ifPresent(order -> turns.queue(() -> place.obey(order, JOIN_PATIENCE)));
        watch = environment
                .timers()
                .scheduleWithFixedDelay(look, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
        asking = environment
                .timers()
                .scheduleWithFixedDelay(this::lookForAsks, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookForAsks() {
        if (door.isAsked()) {
            turns.queue(door::look);
        }
    }

    Optional<RunningManager> running() {
        return place.running();
    }

    @Override
    public LocalSwarm local() {
        return joining == null || place.node().isPresent()
                ? place.local()
                : new LocalSwarm(LocalSwarm.State.PENDING, null, "", false, List.of(), joinError, null);
    }

    private void checkFree() {
        if (!place.isFree() || joining != null || turns.isClosed()) {
            throw Refusals.alreadyMember();
        }
    }

    @Override
    public CompletionStage<NodeId> init(InitRequest request) {
        return turns.change(() -> begin(request));
    }

    private NodeId begin(InitRequest request) {
        LocalNode is = place.node().orElse(null);
        if (request.forceNewCluster() && (is != null || joining != null)) {
            return recover(request, is);
        }
        checkFree();
        SwarmCommands.checkInit(request);
        Addresses.checkListen(request.listenAddress());
        String address = Addresses.advertise(request.advertiseAddress());
        place.forget();
        NewSwarm swarm = NewSwarm.of(request, address, settings, environment);
        RunningManager manager =
                place.found(swarm.node(), List.of(swarm.managementAddress()), started -> commitFirst(swarm, started));
        NodeId nodeId = swarm.node().nodeId();
        LOG.info("PRIOK3021I: swarm {} begun by node {}", swarm.node().clusterId(), nodeId);
        boolean described = Place.await(manager, image -> isDescribed(image, nodeId), AGENT_PATIENCE);
        LOG.debug("agent of node {} has reported: {}", nodeId, described);
        return nodeId;
    }

    /** The address that was advertised stays where none is given: the others, and the workers above all, know it. */
    private NodeId recover(InitRequest request, @Nullable LocalNode is) {
        if (is == null || !is.manager()) {
            throw Refusals.notManager();
        }
        SwarmCommands.checkInit(request);
        Addresses.checkListen(request.listenAddress());
        String asked = request.advertiseAddress();
        String address = asked.isEmpty() ? is.advertiseAddress() : Addresses.advertise(asked);
        NodeId id = is.nodeId();
        RunningManager manager = place.incarnations().recover(is, address, Addresses.portOf(asked, 0));
        boolean leads = Place.await(
                manager, image -> image.leader().filter(id::equals).isPresent() && manager.isSettled(), RECOVERED);
        LOG.info("PRIOK3072I: node {} is the only manager of swarm {}, leads: {}", id, is.clusterId(), leads);
        return id;
    }

    private static void commitFirst(NewSwarm swarm, RunningManager manager) {
        Outcome outcome;
        try {
            outcome =
                    manager.state().commit(swarm.begin()).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        if (!(outcome instanceof Outcome.Applied)) {
            throw new IllegalStateException("the first entry of a new swarm came to " + outcome);
        }
    }

    @Override
    public CompletionStage<NodeId> join(JoinRequest request) {
        return turns.change(() -> {
            checkFree();
            Addresses.checkListen(request.listenAddress());
            Joining attempt = new Joining(request, settings, environment, line);
            place.forget();
            joining = attempt;
            joinError = "";
            Optional<NodeId> joined = Optional.empty();
            try {
                joined = enter(attempt, JOIN_PATIENCE);
            } catch (RuntimeException e) {
                joining = null;
                throw e;
            }
            return joined.orElseThrow(this::joinGoesOn);
        });
    }

    private Optional<NodeId> enter(Joining attempt, Duration patience) {
        Optional<Joining.Seat> seat = attempt.ask(patience, place.files(), place.members());
        seat.ifPresent(found -> {
            place.enter(found.node(), JOIN_PATIENCE);
            joining = null;
            LOG.info("PRIOK3044I: joined swarm {} as {}", found.node().clusterId(), found.node());
        });
        return seat.map(found -> found.node().nodeId());
    }

    private Refusal joinGoesOn() {
        retryJoinLater();
        return Refusal.plain(
                Refusal.Kind.UNAVAILABLE,
                "Timeout was reached before node joined. The attempt to join the swarm will continue in the background."
                        + " Use the \"docker info\" command to see the current swarm status of your node.");
    }

    private void retryJoinLater() {
        var retry = environment
                .timers()
                .schedule(() -> turns.queue(this::retryJoin), JOIN_RETRY.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("next attempt to join: {}", retry);
    }

    private void retryJoin() {
        Joining attempt = joining;
        if (attempt == null || place.node().isPresent()) {
            // Restored meanwhile.
            joining = null;
            return;
        }
        try {
            if (enter(attempt, Duration.ZERO).isPresent()) {
                return;
            }
        } catch (RuntimeException e) {
            joinError = String.valueOf(e.getMessage());
            LOG.warn("PRIOK3043W: joining the swarm failed, it is tried again: {}", joinError);
        }
        retryJoinLater();
    }

    /** The agent sees first that the node is in no swarm any more, tells the leader and ends its tasks; then the rest goes. */
    @Override
    public CompletionStage<Void> leave(boolean force) {
        return turns.change(() -> {
            joining = null;
            place.files().forgetNode();
            Instant end = environment.clock().instant().plus(LEAVE_PATIENCE);
            while (place.members().agentIsMember()
                    && environment.clock().instant().isBefore(end)) {
                LockSupport.parkNanos(WATCH.toNanos());
            }
            place.leave();
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

    /** Returns when the manager has stopped. */
    @Override
    public void close() {
        Optional.ofNullable(watch).ifPresent(watching -> watching.cancel(false));
        Optional.ofNullable(asking).ifPresent(watching -> watching.cancel(false));
        turns.close(CLOSE_PATIENCE, place::stop);
    }

    private static boolean isDescribed(Image image, NodeId id) {
        return image.node(id)
                .filter(node -> node.status().state() == NodeState.READY)
                .filter(node -> !node.description().engine().engineVersion().isEmpty())
                .isPresent();
    }
}
