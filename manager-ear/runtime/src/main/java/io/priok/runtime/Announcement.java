package io.priok.runtime;

import io.priok.domain.Node;
import io.priok.image.Image;
import io.priok.log.ReplicatedLog;
import io.priok.message.ManagerReady;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the leader that this manager's parts run, for as long as it is not in the log's group, and which formats of the state it knows, for as long
 * as the state says otherwise: the server may have been replaced by a newer one. One that was just taken out of the group
 * says so as well, and is not heard: its office has ended.
 */
final class Announcement {
    private final ManagerReady ready;
    private final ReplicatedLog log;
    private final Supplier<Image> image;
    private final Consumer<ManagerReady> leader;

    Announcement(ManagerReady ready, ReplicatedLog log, Supplier<Image> image, Consumer<ManagerReady> leader) {
        this.ready = ready;
        this.log = log;
        this.image = image;
        this.leader = leader;
    }

    boolean isInGroup() {
        return log.status().members().stream()
                .anyMatch(member -> member.id().equals(ready.nodeId().value()));
    }

    private boolean isOfAnotherFormat() {
        return image.get()
                .node(ready.nodeId())
                .map(Node::manager)
                .filter(told -> told.format() != ready.endpoint().format())
                .isPresent();
    }

    void look() {
        if (!isInGroup() || isOfAnotherFormat()) {
            leader.accept(ready);
        }
    }
}
