package io.priok.runtime;

import io.priok.log.ReplicatedLog;
import io.priok.message.ManagerReady;
import java.util.function.Consumer;

/**
 * Tells the leader that this manager's parts run, for as long as it is not in the log's group. One that was just taken out of the group
 * says so as well, and is not heard: its office has ended.
 */
final class Announcement {
    private final ManagerReady ready;
    private final ReplicatedLog log;
    private final Consumer<ManagerReady> leader;

    Announcement(ManagerReady ready, ReplicatedLog log, Consumer<ManagerReady> leader) {
        this.ready = ready;
        this.log = log;
        this.leader = leader;
    }

    boolean isInGroup() {
        return log.status().members().stream()
                .anyMatch(member -> member.id().equals(ready.nodeId().value()));
    }

    void look() {
        if (!isInGroup()) {
            leader.accept(ready);
        }
    }
}
