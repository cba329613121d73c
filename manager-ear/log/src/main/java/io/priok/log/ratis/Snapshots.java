package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes snapshots of a member's state, when they are asked for and when the state machine finds that one is due. */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final long PATIENCE_MILLIS = 60_000;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final RatisStateMachine machine;
    private final ClientId client;
    private final Executor events;

    Snapshots(
            RaftServer server,
            RaftServer.Division division,
            RatisStateMachine machine,
            ClientId client,
            Executor events) {
        this.server = server;
        this.division = division;
        this.machine = machine;
        this.client = client;
        this.events = events;
    }

    /** The index of the last entry in it. */
    CompletableFuture<Long> take() {
        CompletableFuture<Long> taken = machine.nextSnapshot();
        SnapshotManagementRequest request = SnapshotManagementRequest.newCreate(
                client, division.getId(), division.getMemberId().getGroupId(), 0, PATIENCE_MILLIS, 1);
        CompletableFuture<?> unused = server.snapshotManagementAsync(request).whenComplete((reply, failure) -> {
            if (failure != null) {
                machine.abandonSnapshot(new LogException(Kind.UNKNOWN, "the snapshot was not taken", failure));
            } else {
                machine.latestSnapshotSuffices();
            }
        });
        return taken;
    }

    /** Not on the caller's thread: it is the one that will write the snapshot. */
    void due() {
        events.execute(() -> {
            CompletableFuture<?> unused = take().whenComplete((index, failure) -> {
                if (failure != null) {
                    LOG.warn("Log member {} could not take a snapshot", division.getId(), failure);
                }
            });
        });
    }
}
