package io.priok.runtime;

import io.priok.log.Appended;
import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.ReplicatedLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A log of which a test uses a part: the part overrides, and all else fails. */
abstract class UnusedLog implements ReplicatedLog {
    private static <T> CompletableFuture<T> unused() {
        return CompletableFuture.failedFuture(new IllegalStateException("not used"));
    }

    @Override
    public CompletableFuture<Appended> append(byte[] entry) {
        return unused();
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return unused();
    }

    @Override
    public void onRoleChange(Consumer<LogStatus> listener) {}

    @Override
    public CompletableFuture<Void> setMembers(List<LogMember> members) {
        return unused();
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String memberId) {
        return unused();
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        return unused();
    }

    @Override
    public void close() {}
}
