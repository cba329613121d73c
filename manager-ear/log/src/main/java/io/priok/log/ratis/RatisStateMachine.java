package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogLimits;
import io.priok.log.StateMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/** Our state machine in the shape Ratis wants. Ratis calls the applying methods from its one updater thread. */
final class RatisStateMachine extends BaseStateMachine {
    private static final byte[] NOTHING = {};

    private final StateMachine state;
    private final LogLimits limits;
    private final Events events;
    private final SnapshotStore snapshots = new SnapshotStore();
    private final AppliedIndex applied = new AppliedIndex();
    private final AtomicReference<@Nullable CompletableFuture<Long>> snapshotWanted = new AtomicReference<>();
    private volatile @Nullable Path votes;
    private long entriesSinceSnapshot;
    private long bytesSinceSnapshot;

    /** What the state machine tells its log; called on Ratis's threads, so implementations must return at once. */
    interface Events {
        void roleMayHaveChanged();

        void snapshotDue();

        void failed(LogException cause);
    }

    RatisStateMachine(StateMachine state, LogLimits limits, Events events) {
        this.state = state;
        this.limits = limits;
        this.events = events;
    }

    AppliedIndex applied() {
        return applied;
    }

    /** Highest index whose effect the state holds. */
    long appliedIndex() {
        return Math.max(applied.get(), state.appliedIndex());
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
        super.initialize(server, group, storage);
        getLifeCycle().transition(LifeCycle.State.STARTING);
        votes = storage.getStorageDir().getCurrentDir().toPath();
        snapshots.init(storage);
        snapshots.recover(state).ifPresent(this::setLastAppliedTermIndex);
        snapshots.restoreInto(state);
        applied.advanceTo(Math.max(0, getLastAppliedTermIndex().getIndex()));
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
        try {
            // Ratis calls this when a peer's snapshot has arrived whole and is about to replace ours.
            snapshots.forceArriving();
        } catch (IOException e) {
            throw failure(Kind.DISK_FAILED, "a snapshot from a peer could not be forced to disk", e);
        }
    }

    @Override
    public void reinitialize() throws IOException {
        TermIndex at = snapshots.adoptInstalled();
        snapshots.restoreInto(state);
        setLastAppliedTermIndex(at);
        applied.advanceTo(at.getIndex());
        getLifeCycle().transition(LifeCycle.State.STARTING);
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots;
    }

    /** The outcome of the next {@link #takeSnapshot()}: the index it covers. Shared by all who ask before it. */
    CompletableFuture<Long> nextSnapshot() {
        CompletableFuture<Long> fresh = new CompletableFuture<>();
        CompletableFuture<Long> waiting = snapshotWanted.compareAndExchange(null, fresh);
        return waiting == null ? fresh : waiting;
    }

    /** Ratis takes none when nothing was applied since the last. */
    void latestSnapshotSuffices() {
        CompletableFuture<Long> asked = snapshotWanted.getAndSet(null);
        if (asked != null) {
            var latest = snapshots.getLatestSnapshot();
            asked.complete(latest == null ? 0 : latest.getIndex());
        }
    }

    void abandonSnapshot(LogException cause) {
        CompletableFuture<Long> asked = snapshotWanted.getAndSet(null);
        if (asked != null) {
            asked.completeExceptionally(cause);
        }
    }

    /** Returns the index up to which the log may be cut, which is that of the older snapshot kept. */
    @Override
    public long takeSnapshot() throws IOException {
        CompletableFuture<Long> asked = snapshotWanted.getAndSet(null);
        try {
            TermIndex at = getLastAppliedTermIndex();
            var latest = snapshots.getLatestSnapshot();
            if (at.getIndex() > 0 && (latest == null || latest.getIndex() < at.getIndex())) {
                snapshots.write(at, state);
            }
            entriesSinceSnapshot = 0;
            bytesSinceSnapshot = 0;
            long cut = snapshots.cleanUp();
            if (asked != null) {
                asked.complete(Math.max(0, at.getIndex()));
            }
            return cut;
        } catch (IOException | RuntimeException e) {
            if (asked != null) {
                asked.completeExceptionally(
                        new LogException(Kind.DISK_FAILED, "the snapshot could not be written: " + e.getMessage(), e));
            }
            throw new IOException("the snapshot could not be written", e);
        }
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        long index = entry.getIndex();
        ByteString data = entry.getStateMachineLogEntry().getLogData();
        byte[] result = NOTHING;
        // Empty entries are the log's own, see Membership.
        if (!data.isEmpty() && index > state.appliedIndex()) {
            try {
                result = state.apply(index, data.toByteArray());
            } catch (RuntimeException | Error e) {
                throw failure(Kind.APPLY_FAILED, "the state machine failed at index " + index, e);
            }
        }
        updateLastAppliedTermIndex(entry.getTerm(), index);
        applied.advanceTo(index);
        countTowardsSnapshot(data.size());
        return CompletableFuture.completedFuture(Message.valueOf(UnsafeByteOperations.unsafeWrap(result)));
    }

    private void countTowardsSnapshot(int bytes) {
        entriesSinceSnapshot++;
        bytesSinceSnapshot += bytes;
        if (entriesSinceSnapshot >= limits.snapshotEntries() || bytesSinceSnapshot >= limits.snapshotBytes()) {
            entriesSinceSnapshot = 0;
            bytesSinceSnapshot = 0;
            events.snapshotDue();
        }
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        super.notifyTermIndexUpdated(term, index);
        applied.advanceTo(index);
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto failedEntry) {
        events.failed(new LogException(Kind.DISK_FAILED, "the log could not be written: " + cause.getMessage(), cause));
    }

    /**
     * Ratis calls this before a new leader writes anything. Its own vote, see {@link VoteSync}, is on disk from here on: otherwise
     * it could have a follower's forced entry of this term, lose power, forget the term, and vote for another in it.
     */
    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        if (self.getPeerId().equals(leader)) {
            forceVote();
        }
        events.roleMayHaveChanged();
    }

    private void forceVote() {
        Path current = votes;
        if (current != null) {
            try {
                Disk.force(current);
            } catch (IOException e) {
                throw failure(Kind.DISK_FAILED, "the leader's own vote could not be forced to disk", e);
            }
        }
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        events.roleMayHaveChanged();
    }

    @Override
    public void notifyLeaderReady() {
        events.roleMayHaveChanged();
    }

    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto configuration) {
        events.roleMayHaveChanged();
    }

    private LogException failure(Kind kind, String message, Throwable cause) {
        LogException failure = new LogException(kind, message + ": " + cause.getMessage(), cause);
        events.failed(failure);
        return failure;
    }
}
