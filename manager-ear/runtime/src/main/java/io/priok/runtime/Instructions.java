package io.priok.runtime;

import io.priok.core.role.Roles;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.image.Image;
import io.priok.message.Instruction;
import java.time.Duration;

/** What the leader of one term tells a node: how often to beat, where the managers are, and which role is its own. */
final class Instructions {
    /** Seals what a new manager needs. */
    @FunctionalInterface
    interface Sealing {
        String sealedFor(NodeId node, Image image);
    }

    private final long term;
    private final Sealing sealing;

    Instructions(long term, Sealing sealing) {
        this.term = term;
        this.sealing = sealing;
    }

    /**
     * @param serving the office that the node's server is known to serve in, 0 for none
     * @param report true to ask for a full report
     */
    Instruction of(Image image, Node node, Duration period, long serving, boolean report) {
        long office = Roles.office(node);
        return new Instruction(
                term,
                image.index(),
                node.id(),
                period,
                report,
                Peers.of(image).stream().map(Peers::management).toList(),
                office,
                office > 0 && office != serving ? sealing.sealedFor(node.id(), image) : "");
    }
}
