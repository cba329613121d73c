package io.priok.core.role;

import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeStatus;
import io.priok.domain.StateObject;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.image.Image;
import java.time.Instant;
import java.util.Optional;

/**
 * Begins a new incarnation of the swarm, in which one manager goes on alone with what it holds.
 *
 * <p>Goals: nothing is lost but the other managers' office; and nothing that still comes of an earlier incarnation, from a manager or a
 * worker that heard nothing of this, has any effect. Algorithm: the incarnation is a number above every term and office so far, and
 * the terms and offices to come are above it. So a message, an order or a manager's office of before is the older one wherever it
 * meets one of now. The number also comes from the clock, because a state that was restored from a backup does not know the terms
 * that there were since.
 */
public final class Recovery {
    /** A thousand elections for each millisecond: fewer happen, so the clock stays ahead of the terms. */
    private static final long TERMS_PER_MILLISECOND = 1_000;

    private final long index;
    private final long incarnation;
    private final Instant now;

    private Recovery(long index, long incarnation, Instant now) {
        this.index = index;
        this.incarnation = incarnation;
        this.now = now;
    }

    /**
     * The manager that goes on.
     *
     * @param address from which it speaks, without a port
     * @param endpoint where its peers will reach it; its office is set here
     */
    public record Survivor(NodeId id, AgentId agent, String address, ManagerEndpoint endpoint) {}

    /**
     * The number of an incarnation that begins now.
     *
     * @param last the one before, 0 for none
     */
    public static long next(Image image, long last, Instant now) {
        long highest = Math.max(last, image.term());
        for (Node node : image.nodes()) {
            highest = Math.max(highest, node.office());
        }
        return Math.max(highest + 1, now.toEpochMilli() * TERMS_PER_MILLISECOND);
    }

    /**
     * The state in which the incarnation begins: the survivor is its only manager, all others are workers, and nobody leads yet.
     *
     * @param index of the log, above the image's; it becomes the version of all nodes
     * @param incarnation from {@link #next}
     * @return empty when the image has no such node, as that of a manager that never heard of the swarm
     */
    public static Optional<Image> begin(Image image, long index, Survivor survivor, long incarnation, Instant now) {
        if (image.cluster().isEmpty() || image.node(survivor.id()).isEmpty()) {
            return Optional.empty();
        }
        Recovery recovery = new Recovery(index, incarnation, now);
        var objects = image.objects().stream()
                .map(object -> recovery.of(object, survivor))
                .toList();
        return Optional.of(Image.restore(index, incarnation, null, objects, image.recentIds()));
    }

    /** The state as it waits for what the workers say; see {@code io.priok.core.hold}. */
    public static Image held(Image begun) {
        var objects = begun.objects().stream()
                .map(object -> object instanceof Cluster cluster ? cluster.withHeld(true) : object)
                .toList();
        return Image.restore(begun.index(), begun.term(), null, objects, begun.recentIds());
    }

    private StateObject of(StateObject object, Survivor survivor) {
        if (!(object instanceof Node node)) {
            return object;
        }
        return node.id().equals(survivor.id())
                ? manager(node, survivor)
                : changed(node, Role.WORKER).withManager(null);
    }

    private Node manager(Node node, Survivor survivor) {
        ManagerEndpoint endpoint = survivor.endpoint();
        return changed(node, Role.MANAGER)
                .withManager(new ManagerEndpoint(
                        endpoint.address(), endpoint.logPort(), endpoint.cachePort(), incarnation, endpoint.format()))
                .withAgent(survivor.agent())
                .withStatus(new NodeStatus(node.status().state(), node.status().message(), survivor.address()));
    }

    private Node changed(Node node, Role role) {
        NodeSpec spec = node.spec();
        return node.withSpec(new NodeSpec(spec.name(), spec.labels(), role, spec.availability()))
                .withOffice(incarnation)
                .withMeta(node.meta().changed(index, now));
    }
}
