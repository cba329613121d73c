package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.UNAVAILABLE;
import static io.priok.domain.Refusal.Kind.UNIMPLEMENTED;

import io.priok.control.port.InitRequest;
import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Refusal;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The swarm itself: how it begins, its settings, and who may leave. */
public final class SwarmCommands {
    public static final int DEFAULT_SUBNET_SIZE = 24;
    public static final int DEFAULT_DATA_PATH_PORT = 4789;

    private final Author author;

    public SwarmCommands(Author author) {
        this.author = author;
    }

    /** What a new swarm's first node says of itself. */
    public record FirstNode(
            NodeId id, AgentId agent, NodeDescription description, String address, ManagerEndpoint endpoint) {}

    /** Which tokens an update replaces, with their successors. */
    public record Rotation(Optional<String> worker, Optional<String> manager) {
        public static final Rotation NONE = new Rotation(Optional.empty(), Optional.empty());
    }

    /** The first entry of a swarm's log: the cluster and the node that starts it. */
    public Transaction begin(InitRequest request, ClusterId id, JoinTokens tokens, FirstNode first) {
        checkInit(request);
        Instant now = author.clock().instant();
        ClusterSpec asked = request.spec();
        Cluster cluster = new Cluster(
                id,
                Meta.created(now),
                ClusterDefaults.fill(asked == null ? ClusterSpec.defaults() : asked),
                tokens,
                request.addressPools(),
                request.subnetSize() == 0 ? DEFAULT_SUBNET_SIZE : request.subnetSize(),
                request.dataPathPort() == 0 ? DEFAULT_DATA_PATH_PORT : request.dataPathPort(),
                false,
                first.endpoint().format());
        NodeSpec.Availability availability = request.availability();
        Node node = new Node(
                first.id(),
                Meta.created(now),
                new NodeSpec(
                        "",
                        Map.of(),
                        NodeSpec.Role.MANAGER,
                        availability == null ? NodeSpec.Availability.ACTIVE : availability),
                first.agent(),
                first.description(),
                new NodeStatus(NodeState.READY, "", first.address()),
                first.endpoint(),
                Node.FIRST_OFFICE);
        return author.transaction(Change.create(cluster), Change.create(node));
    }

    /** What a request for a new swarm must not ask. */
    public static void checkInit(InitRequest request) {
        int port = request.dataPathPort();
        if (port != 0 && (port < 1024 || port > 49_151)) {
            throw Refusal.plain(
                    INVALID_ARGUMENT, "invalid DataPathPort number, must be between 1024 and 49151 inclusive");
        }
        int subnet = request.subnetSize();
        if (subnet != 0 && (subnet < 1 || subnet > 29)) {
            throw Refusal.plain(
                    INVALID_ARGUMENT, "subnet size is out of range: " + subnet + " (must be between 1 and 29)");
        }
        ClusterSpec spec = request.spec();
        if (request.autoLockManagers()
                || (spec != null && spec.encryptionConfig().autoLockManagers())) {
            throw autoLock();
        }
        if (spec != null) {
            checkName(spec);
            checkSpec(spec);
        }
    }

    /**
     * New settings.
     *
     * @param version the one that the user has seen
     */
    public Transaction update(Cluster current, long version, ClusterSpec given, Rotation rotation) {
        checkName(given);
        if (given.encryptionConfig().autoLockManagers()) {
            throw autoLock();
        }
        checkSpec(given);
        Sequence.check(current, version);
        JoinTokens tokens = current.joinTokens();
        JoinTokens rotated = new JoinTokens(
                rotation.worker().orElse(tokens.worker()), rotation.manager().orElse(tokens.manager()));
        return author.transaction(
                Change.update(current.withSpec(ClusterDefaults.fill(given)).withJoinTokens(rotated)));
    }

    /** A manager leaves by force only; the refusal says what its leaving would mean. */
    public static void checkLeave(Image image, NodeId leaving) {
        Node node = image.node(leaving).orElse(null);
        if (node == null || (node.manager() == null && node.spec().roleOrWorker() == NodeSpec.Role.WORKER)) {
            return;
        }
        long managers =
                image.nodes().stream().filter(other -> other.manager() != null).count();
        long reachable = image.nodes().stream()
                .filter(other -> other.manager() != null)
                .filter(other -> other.id().equals(leaving) || Managers.isReachable(other))
                .count();
        String message = "You are attempting to leave the swarm on a node that is participating as a manager. ";
        if (node.manager() == null) {
            message += "Doing so may lose the consensus of your cluster. ";
        } else if (managers == 1) {
            throw Refusal.plain(
                    UNAVAILABLE,
                    message + "Removing the last manager erases all current state of the swarm. Use `--force` to ignore"
                            + " this message. ");
        } else if (reachable - 2 <= managers - reachable) {
            message += "Removing this node leaves " + (reachable - 1) + " managers out of " + managers
                    + ". Without a Raft quorum your swarm will be inaccessible. ";
        }
        throw Refusal.plain(
                UNAVAILABLE,
                message + "The only way to restore a swarm that has lost consensus is to reinitialize it with"
                        + " `--force-new-cluster`. Use `--force` to suppress this message.");
    }

    private static void checkName(ClusterSpec spec) {
        if (!spec.name().equals("default")) {
            throw Refusal.plain(INVALID_ARGUMENT, "swarm spec must be named \"default\"");
        }
    }

    private static void checkSpec(ClusterSpec spec) {
        if (spec.dispatcher().period().isNegative()) {
            throw Refusal.control(INVALID_ARGUMENT, "heartbeat time period cannot be a negative duration");
        }
        if (spec.orchestration().historyLimit() < 0) {
            throw Refusal.control(INVALID_ARGUMENT, "task history retention limit cannot be negative");
        }
        if (spec.raft().electionTick() != 0
                && spec.raft().electionTick() <= spec.raft().heartbeatTick()) {
            throw Refusal.control(INVALID_ARGUMENT, "election tick must be greater than heartbeat tick");
        }
    }

    private static Refusal autoLock() {
        return Refusal.control(UNIMPLEMENTED, "auto-lock of managers is not supported");
    }
}
