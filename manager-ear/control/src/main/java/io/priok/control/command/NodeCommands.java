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
        if (current.spec().roleOrWorker() == NodeSpec.Role.MANAGER && spec.roleOrWorker() == NodeSpec.Role.WORKER) {
            checkDemotion(image, current);
        }
        Sequence.check(current, version);
        return author.transaction(Change.update(current.withSpec(spec)));
    }

    /** @param force also a node that is not down */
    public Transaction remove(Node current, boolean force) {
        if (current.spec().roleOrWorker() == NodeSpec.Role.MANAGER && current.manager() != null) {
            throw refuse("node " + current.id()
                    + " is a cluster manager and is a member of the raft cluster. It must be demoted to worker before"
                    + " removal");
        }
        if (!force && current.status().state() == NodeState.READY) {
            throw refuse("node " + current.id() + " is not down and can't be removed");
        }
        return author.transaction(new Change.Remove(current.id(), Change.ANY));
    }

    /** The managers that stay must be able to decide: more than half of all must be reachable without this one. */
    private static void checkDemotion(Image image, Node node) {
        if (node.manager() == null) {
            throw Refusal.control(NOT_FOUND, "can't find manager in raft memberlist");
        }
        long managers = image.nodes().stream()
                .filter(n -> n.spec().roleOrWorker() == NodeSpec.Role.MANAGER)
                .count();
        if (managers == 1) {
            throw refuse("attempting to demote the last manager of the swarm");
        }
        long staying = image.nodes().stream()
                .filter(n -> n.manager() != null && !n.id().equals(node.id()))
                .count();
        long reachable = image.nodes().stream()
                .filter(n -> n.manager() != null && !n.id().equals(node.id()))
                .filter(n -> n.status().state() != NodeState.DOWN)
                .count();
        if (reachable < staying / 2 + 1) {
            throw refuse("can't remove member from the raft: this would result in a loss of quorum");
        }
    }

    private static Refusal refuse(String message) {
        return Refusal.control(FAILED_PRECONDITION, message);
    }
}
