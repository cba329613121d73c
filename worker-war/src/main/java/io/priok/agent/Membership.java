package io.priok.agent;

import io.priok.agent.Agent.LocalNodeSource;
import io.priok.agent.Agent.Unreadable;
import io.priok.domain.NodeId;
import io.priok.message.LocalNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which node the agent serves, and the highest term that it obeys in it.
 *
 * <p>Membership is that of the fence on disk, not of the local node's file: a node that left while the agent was down is cleaned
 * up after, and only then does the agent serve another. Lock order: this before all else of the agent.
 */
final class Membership {
    private static final System.Logger LOG = System.getLogger(Membership.class.getName());

    /** What follows from a change; called under the membership's lock. */
    interface Followers {
        void joined(NodeId node);

        void left(NodeId node);

        /** A higher term is obeyed from now on. */
        void raised(long term);

        /** The office that this server serves in as a manager, 0 for none, negative for one that is lost. */
        void serves(long office);
    }

    private final Fence fence;
    private final LocalNodeSource localNode;
    private final Followers followers;

    private Fence.@Nullable Mark mark;
    private boolean leaving;
    private long office;
    private int absences;
    /** Read and written by whoever looks; a line too many in the log does no harm. */
    private volatile boolean unreadable;

    Membership(Fence fence, LocalNodeSource localNode, Followers followers) {
        this.fence = fence;
        this.localNode = localNode;
        this.followers = followers;
    }

    synchronized Optional<Fence.Mark> load() {
        mark = fence.load().orElse(null);
        return Optional.ofNullable(mark);
    }

    synchronized Optional<NodeId> node() {
        return Optional.ofNullable(mark).map(Fence.Mark::nodeId);
    }

    /** The node whose tasks are being cleared away. */
    synchronized Optional<NodeId> leaving() {
        return leaving ? node() : Optional.empty();
    }

    /** False also for a worker. */
    synchronized boolean servesIn(long given) {
        return office > 0 && office == given;
    }

    /** Reads the local node's record. */
    void look() {
        Optional<LocalNode> local;
        try {
            local = localNode.read();
        } catch (Unreadable e) {
            if (!unreadable) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "PRIOK0240W: the record of this node cannot be read: " + e.getCause());
            }
            unreadable = true;
            return;
        }
        unreadable = false;
        synchronized (this) {
            Fence.Mark served = mark;
            if (served == null) {
                local.ifPresent(this::join);
                return;
            }
            boolean same = local.isPresent() && local.get().nodeId().equals(served.nodeId());
            // The file may be missing for an instant while it is replaced.
            absences = local.isEmpty() ? absences + 1 : 0;
            if (!same && !leaving && (local.isPresent() || absences > 1)) {
                leave(served.nodeId());
            }
            if (same && !leaving) {
                serve(local.get().office());
            }
        }
    }

    private void join(LocalNode local) {
        Fence.Mark joined = new Fence.Mark(local.nodeId(), 0);
        fence.save(joined);
        mark = joined;
        absences = 0;
        LOG.log(System.Logger.Level.INFO, "PRIOK0241I: this is node {0}", local.nodeId());
        serve(local.office());
        followers.joined(local.nodeId());
    }

    private void serve(long newOffice) {
        if (office != newOffice) {
            office = newOffice;
            followers.serves(newOffice);
        }
    }

    private void leave(NodeId node) {
        LOG.log(System.Logger.Level.INFO, "PRIOK0242I: node {0} left its swarm; its tasks are stopped", node);
        leaving = true;
        followers.left(node);
        serve(0);
    }

    /** Nothing is left of the node that has left. */
    synchronized void forget() {
        Optional<NodeId> node = leaving();
        fence.clear();
        mark = null;
        leaving = false;
        LOG.log(System.Logger.Level.INFO, "PRIOK0243I: nothing is left of node {0}", node.orElse(null));
    }

    /** False for a message that is not for this node or of an older term; a higher term is on disk when this returns. */
    boolean obeys(NodeId node, long term) {
        if (!node().filter(node::equals).isPresent()) {
            look();
        }
        synchronized (this) {
            Fence.Mark served = mark;
            if (served == null || leaving || !served.nodeId().equals(node)) {
                LOG.log(System.Logger.Level.INFO, "PRIOK0244I: a message for node {0} is not for this one", node);
                return false;
            }
            if (term < served.highestTerm()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "PRIOK0245I: a message of term " + term + " is refused, the term is " + served.highestTerm());
                return false;
            }
            if (term > served.highestTerm()) {
                Fence.Mark raised = new Fence.Mark(node, term);
                fence.save(raised);
                mark = raised;
                followers.raised(term);
            }
            return true;
        }
    }
}
