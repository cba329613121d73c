package io.priok.runtime;

import io.priok.message.LocalNode;
import io.priok.message.RoleOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares the role that the leader wants this node to have, as the agent wrote it down, with the one it has. Looks at what is
 * there, not at changes, so that an order given before a restart is obeyed after it.
 */
final class RoleWatch {
    /** After an order was handed on: the change takes a while, and should it fail, it is not tried at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final MemberFiles members;
    private final Supplier<Optional<LocalNode>> local;
    private final InstantSource clock;
    private Instant notBefore = Instant.MIN;

    RoleWatch(MemberFiles members, Supplier<Optional<LocalNode>> local, InstantSource clock) {
        this.members = members;
        this.local = local;
        this.clock = clock;
    }

    /** An order that is to be obeyed now. */
    Optional<RoleOrder> look() {
        LocalNode node = local.get().orElse(null);
        if (node == null || clock.instant().isBefore(notBefore)) {
            return Optional.empty();
        }
        Optional<RoleOrder> order = members.roleOrder()
                .filter(given -> given.nodeId().equals(node.nodeId()))
                .filter(given -> given.office() != node.office())
                // One that was given before the swarm was recovered is void.
                .filter(given -> given.term() > node.incarnation())
                .filter(given -> !given.manager() || !given.secrets().isEmpty());
        if (order.isPresent()) {
            notBefore = clock.instant().plus(PATIENCE);
        }
        return order;
    }
}
