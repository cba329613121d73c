package io.priok.log.ratis;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** How far this member has applied, and who waits for how far. */
final class AppliedIndex {
    private final TreeMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();
    private long index;

    synchronized long get() {
        return index;
    }

    /** Futures are completed by the caller's thread, outside the lock. */
    void advanceTo(long newIndex) {
        List<CompletableFuture<Void>> due = new ArrayList<>();
        synchronized (this) {
            index = Math.max(index, newIndex);
            while (!waiting.isEmpty() && waiting.firstKey() <= index) {
                due.addAll(waiting.pollFirstEntry().getValue());
            }
        }
        due.forEach(future -> future.complete(null));
    }

    synchronized CompletableFuture<Void> reached(long target) {
        if (target <= index) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        waiting.computeIfAbsent(target, key -> new ArrayList<>(1)).add(future);
        return future;
    }

    void fail(Throwable cause) {
        List<CompletableFuture<Void>> abandoned = new ArrayList<>();
        synchronized (this) {
            waiting.values().forEach(abandoned::addAll);
            waiting.clear();
        }
        abandoned.forEach(future -> future.completeExceptionally(cause));
    }
}
