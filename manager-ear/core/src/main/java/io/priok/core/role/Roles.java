package io.priok.core.role;

import io.priok.core.liveness.NodeLiveness;
import io.priok.domain.Cluster;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.image.SeenState.Pulse;
import io.priok.message.ManagerReady;
import io.priok.state.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings the log's group to the managers that the state asks for.
 *
 * <p>Asked for are the nodes with the role of a manager that have said where they serve. An office that has ended does not begin
 * again: who was demoted, or has lost what it held, leaves the group, and comes back in a new office with a log that is new. Order of the
 * steps: who has lost its office gets a new one; a leader that is not to be one hands over; who cannot be reached and is not wanted goes, since that makes the group safer; who is wanted and serves comes;
 * who can be reached and is not wanted goes. A step that a majority could not carry, of the present group or of the next, is not
 * taken. So a leader that nobody can relieve stays, and a demoted manager stays while the others could not decide without it.
 */
public final class Roles {
    private final Image image;
    private final RaftView log;
    private final SeenState seen;
    private final Instant now;

    private Roles(Image image, RaftView log, SeenState seen, Instant now) {
        this.image = image;
        this.log = log;
        this.seen = seen;
        this.now = now;
    }

    /**
     * @param seen with pulses by this manager's clock
     * @param now by the same clock
     */
    public static RoleStep next(Image image, RaftView log, SeenState seen, Instant now) {
        return log.leading() && log.members().contains(log.self())
                ? new Roles(image, log, seen, now).next()
                : new RoleStep.Nothing();
    }

    /**
     * The office that a node is told to serve in, 0 for a worker. One whose office has ended serves on until it is out of the log's
     * group: the others need it for that.
     */
    public static long office(Node node) {
        ManagerEndpoint serving = node.manager();
        if (serving != null) {
            return serving.office();
        }
        return node.spec().roleOrWorker() == Role.MANAGER ? node.office() : 0;
    }

    /**
     * True when the node's server serves in another office than the node is to serve in, so that it has to be told (again). One that has
     * lost its office is not told to serve in it.
     */
    public static boolean disagrees(Node node, Pulse pulse) {
        return office(node) != pulse.office() && office(node) != -pulse.office() && !pulse.leaving();
    }

    /**
     * Notes where a new manager serves; from then on it is taken into the group. Empty when that is known, or it is not wanted. A
     * server that has not heard yet that its last office has ended is about to wipe what it holds.
     */
    public static Optional<Change> register(Image image, ManagerReady ready) {
        return image.node(ready.nodeId())
                .filter(node -> node.spec().roleOrWorker() == Role.MANAGER)
                .filter(node -> ready.endpoint().office() == node.office())
                .filter(node -> ready.endpoint().format() >= image.format())
                .filter(node -> !ready.endpoint().equals(node.manager()))
                .map(node -> Change.update(node.withManager(ready.endpoint())));
    }

    /** Gives a manager a new office, when it is to be one and what it held in the present office is lost. */
    public static Optional<Change> renew(Image image, NodeId id) {
        return image.node(id).filter(Roles::holdsOffice).map(node -> Change.update(node.withNewOffice()));
    }

    /** Puts a format in force. */
    public static Optional<Change> raise(Image image, int format) {
        return image.cluster().map(cluster -> Change.update(cluster.withFormat(format)));
    }

    /** Notes that a node serves no longer. Empty when that is known, or its office has not ended. */
    public static Optional<Change> unregister(Image image, NodeId id) {
        return image.node(id)
                .filter(node -> node.manager() != null && !holdsOffice(node))
                .map(node -> Change.update(node.withManager(null)));
    }

    private RoleStep next() {
        Optional<NodeId> lost =
                image.nodes().stream().map(Node::id).filter(this::lostItsOffice).min(BY_ID);
        if (lost.isPresent()) {
            return new RoleStep.Renew(lost.get());
        }
        if (!isWanted(log.self()) || isLeaving(log.self())) {
            Optional<RoleStep> handOver = first(log.members(), id -> isWanted(id) && isReachable(id) && !isSelf(id))
                    .map(RoleStep.TransferLeadership::new);
            if (handOver.isPresent()) {
                return handOver.get();
            }
        }
        return without(id -> !isReachable(id))
                .or(this::with)
                .or(() -> without(this::isReachable))
                .or(this::unregister)
                .or(this::raise)
                .orElseGet(RoleStep.Nothing::new);
    }

    private Optional<RoleStep> without(Predicate<NodeId> which) {
        return first(log.members(), id -> !isWanted(id) && !isSelf(id) && which.test(id) && canDecide(less(id)))
                .map(id -> new RoleStep.SetMembers(less(id)));
    }

    private Optional<RoleStep> with() {
        Set<NodeId> candidates = new HashSet<>();
        image.nodes().forEach(node -> candidates.add(node.id()));
        candidates.removeAll(log.members());
        return first(candidates, id -> isWanted(id) && serves(id) && canDecide(more(id)))
                .map(id -> new RoleStep.SetMembers(more(id)));
    }

    private Optional<RoleStep> unregister() {
        return image.nodes().stream()
                .filter(node -> !log.members().contains(node.id()))
                .filter(node -> unregister(image, node.id()).isPresent())
                .map(Node::id)
                .min(BY_ID)
                .map(RoleStep.Unregister::new);
    }

    /** The oldest manager decides, also one that is just being added or removed: it may still apply entries. */
    private Optional<RoleStep> raise() {
        return image.nodes().stream()
                .flatMap(node -> Optional.ofNullable(node.manager()).stream())
                .map(ManagerEndpoint::format)
                .min(Comparator.naturalOrder())
                .filter(known -> known > image.format() && image.cluster().isPresent())
                .map(RoleStep.RaiseFormat::new);
    }

    private static final Comparator<NodeId> BY_ID = Comparator.comparing(NodeId::value);

    private static Optional<NodeId> first(Set<NodeId> ids, Predicate<NodeId> which) {
        return ids.stream().filter(which).min(BY_ID);
    }

    private Set<NodeId> less(NodeId id) {
        Set<NodeId> set = new HashSet<>(log.members());
        set.remove(id);
        return set;
    }

    private Set<NodeId> more(NodeId id) {
        Set<NodeId> set = new HashSet<>(log.members());
        set.add(id);
        return set;
    }

    private boolean canDecide(Set<NodeId> group) {
        return hasMajority(log.members()) && hasMajority(group);
    }

    private boolean hasMajority(Set<NodeId> group) {
        return group.stream().filter(this::isReachable).count() > group.size() / 2;
    }

    private boolean isSelf(NodeId id) {
        return id.equals(log.self());
    }

    private boolean isWanted(NodeId id) {
        return image.node(id).filter(Roles::holdsOffice).isPresent();
    }

    /** False for one that was demoted, also when it has been promoted again since. */
    private static boolean holdsOffice(Node node) {
        ManagerEndpoint serving = node.manager();
        return serving != null
                && serving.office() == node.office()
                && node.spec().roleOrWorker() == Role.MANAGER;
    }

    /** It said so itself, of the office that it holds. */
    private boolean lostItsOffice(NodeId id) {
        return !isSelf(id)
                && image.node(id)
                        .filter(Roles::holdsOffice)
                        .flatMap(node -> seen.pulse(id).filter(pulse -> pulse.office() == -node.office()))
                        .isPresent();
    }

    private boolean isLeaving(NodeId id) {
        return seen.pulse(id).filter(Pulse::leaving).isPresent();
    }

    private boolean isReachable(NodeId id) {
        return isSelf(id)
                || seen.pulse(id)
                        .filter(pulse -> !pulse.leaving()
                                && pulse.office() >= 0
                                && pulse.heard().plus(grace()).isAfter(now))
                        .isPresent();
    }

    private boolean serves(NodeId id) {
        Optional<Long> serving = seen.pulse(id).map(Pulse::office);
        return isReachable(id)
                && serving.isPresent()
                && serving.equals(image.node(id).map(Roles::office));
    }

    private Duration grace() {
        return image.cluster()
                .map(Cluster::spec)
                .map(spec -> spec.dispatcher().period())
                .orElse(ClusterSpec.DEFAULT_HEARTBEAT_PERIOD)
                .multipliedBy(NodeLiveness.GRACE);
    }
}
