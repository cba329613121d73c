package io.priok.log.memory;

import io.priok.log.Appended;
import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.LogStatus.Role;
import io.priok.log.ReplicatedLog;
import io.priok.log.StateMachine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A member of an {@link InMemoryCluster}. All its futures are complete when they are returned. */
final class InMemoryLog implements ReplicatedLog {
    private static final byte[] NOTHING = {};

    private final InMemoryCluster cluster;
    private final LogMember self;
    private final StateMachine state;
    private final List<Consumer<LogStatus>> listeners = new CopyOnWriteArrayList<>();
    private byte[] lastResult = NOTHING;
    private @Nullable LogStatus told;
    private @Nullable LogException stopped;

    InMemoryLog(InMemoryCluster cluster, LogMember self, StateMachine state) {
        this.cluster = cluster;
        this.self = self;
        this.state = state;
    }

    LogMember self() {
        return self;
    }

    StateMachine state() {
        return state;
    }

    @Override
    public CompletableFuture<Appended> append(byte[] entry) {
        return answer(() -> {
            synchronized (cluster) {
                long index = cluster.append(self.id(), entry);
                requireRunning();
                return new Appended(index, lastResult);
            }
        });
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return answer(() -> cluster.barrier(self.id()));
    }

    @Override
    public boolean isCurrent() {
        return status().role() == Role.LEADER;
    }

    @Override
    public LogStatus status() {
        synchronized (cluster) {
            Optional<String> leader = cluster.leaderSeenBy(self.id());
            return new LogStatus(
                    role(leader),
                    cluster.term(),
                    leader,
                    leader.isPresent() ? cluster.lastIndex() : state.appliedIndex(),
                    state.appliedIndex(),
                    cluster.members());
        }
    }

    private Role role(Optional<String> leader) {
        if (stopped != null) {
            return Role.STOPPED;
        }
        if (!cluster.isMember(self.id())) {
            return Role.OUTSIDE;
        }
        if (leader.isEmpty()) {
            return Role.CANDIDATE;
        }
        return leader.get().equals(self.id()) ? Role.LEADER : Role.FOLLOWER;
    }

    @Override
    public void onRoleChange(Consumer<LogStatus> listener) {
        listeners.add(listener);
        listener.accept(status());
    }

    @Override
    public CompletableFuture<Void> setMembers(List<LogMember> members) {
        return run(() -> cluster.setMembers(self.id(), members));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String memberId) {
        return run(() -> cluster.transfer(self.id(), memberId));
    }

    /** Nothing to cut off here; what counts is that the state can write itself. */
    @Override
    public CompletableFuture<Long> snapshot() {
        return answer(() -> {
            synchronized (cluster) {
                writeState(state);
                return state.appliedIndex();
            }
        });
    }

    @Override
    public void close() {
        synchronized (cluster) {
            if (stopped == null) {
                stop(new LogException(Kind.CLOSED, "the log is closed"));
            }
        }
    }

    private void stop(LogException reason) {
        stopped = reason;
        cluster.stop(self.id());
        tell();
    }

    /** Called under the cluster's monitor. */
    void applyUpTo(long last) {
        try {
            if (state.appliedIndex() < cluster.firstIndex() - 1) {
                copyFromPeer();
            }
            for (long index = state.appliedIndex() + 1; index <= last; index++) {
                lastResult = state.apply(index, cluster.entry(index));
            }
        } catch (RuntimeException e) {
            stop(new LogException(Kind.APPLY_FAILED, "the state machine failed: " + e.getMessage(), e));
        }
    }

    private void copyFromPeer() {
        StateMachine peer = cluster.upToDatePeer(self.id())
                .orElseThrow(() -> new LogException(Kind.NO_LEADER, "no member can send a snapshot"));
        try {
            state.restoreSnapshot(new ByteArrayInputStream(writeState(peer)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] writeState(StateMachine state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            state.writeSnapshot(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Called under the cluster's monitor whenever something may have changed. */
    void tell() {
        LogStatus now = status();
        LogStatus before = told;
        if (before == null
                || before.role() != now.role()
                || before.term() != now.term()
                || !before.leaderId().equals(now.leaderId())
                || !before.members().equals(now.members())) {
            told = now;
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    private void requireRunning() {
        if (stopped != null) {
            throw stopped;
        }
    }

    private <T> CompletableFuture<T> answer(Supplier<T> work) {
        try {
            requireRunning();
            return CompletableFuture.completedFuture(work.get());
        } catch (LogException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> run(Runnable work) {
        try {
            requireRunning();
            work.run();
            return CompletableFuture.completedFuture(null);
        } catch (LogException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
