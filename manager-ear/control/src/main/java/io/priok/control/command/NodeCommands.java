package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.FAILED_PRECONDITION;
import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.NOT_FOUND;

import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Changing and removing nodes. */
public final class NodeCommands {
    private final Author author;

    public NodeCommands(Author author) {
        this.author = author;
    }

    /**
     * Role, availability and labels.
     *
     * @param version the one that the user has seen
     */
    public Transaction update(Image image, Node current, long version, NodeSpec given) {
        if (given.role() == null) {
            throw Refusal.plain(INVALID_ARGUMENT, "invalid Role: \"\"");
        }
        if (given.availability() == null) {
            throw Refusal.plain(INVALID_ARGUMENT, "invalid Availability: \"\"");
        }
        NodeSpec spec = new NodeSpec(given.name(), given.labels(), given.roleOrWorker(), given.availabilityOrActive());
        Change update = Change.update(current.withSpec(spec));
        if (isManager(current) == isManager(spec)) {
            Sequence.check(current, version);
            return author.transaction(update);
        }
        if (isManager(spec)) {
            WorkerOnly.checkPromotion(current);
            Sequence.check(current, version);
            return author.transaction(update);
        }
        checkDemotion(image, current);
        Sequence.check(current, version);
        // Two demotions at the same moment could each leave a manager and together none: both write the cluster, so one
        // is refused.
        List<Change> changes = new ArrayList<>(List.of(update));
        image.cluster().map(Change::update).ifPresent(changes::add);
        return author.transaction(changes.toArray(Change[]::new));
    }

    private static boolean isManager(Node node) {
        return isManager(node.spec());
    }

    private static boolean isManager(NodeSpec spec) {
        return spec.roleOrWorker() == NodeSpec.Role.MANAGER;
    }

    /** @param force also a node that is not down */
    public Transaction remove(Node current, boolean force) {
        if (isManager(current) && current.manager() != null) {
            throw refuse("node " + current.id()
                    + " is a cluster manager and is a member of the raft cluster. It must be demoted to worker before"
                    + " removal");
        }
        if (!force && current.status().state() == NodeState.READY) {
            throw refuse("node " + current.id() + " is not down and can't be removed");
        }
        return author.transaction(new Change.Remove(current.id(), Change.ANY));
    }

    /** The group that stays must be able to decide: more than half of it can be reached. */
    private static void checkDemotion(Image image, Node node) {
        if (image.nodes().stream().filter(NodeCommands::isManager).count() == 1) {
            throw refuse("attempting to demote the last manager of the swarm");
        }
        if (node.manager() == null) {
            throw Refusal.control(NOT_FOUND, "can't find manager in raft memberlist");
        }
        List<Node> staying = image.nodes().stream()
                .filter(other -> other.manager() != null && !other.id().equals(node.id()))
                .toList();
        long reachable = staying.stream().filter(Managers::isReachable).count();
        if (reachable < staying.size() / 2 + 1) {
            throw refuse("can't remove member from the raft: this would result in a loss of quorum");
        }
    }

    private static Refusal refuse(String message) {
        return Refusal.control(FAILED_PRECONDITION, message);
    }
}
