package io.priok.store.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits for the projector. Entries are bounded, so that a database that stands still stops the applier and not the heap;
 * requests are not. Work leaves only when it is done.
 */
final class WorkQueue {
    private final int capacity;
    private final ArrayDeque<Work> waiting = new ArrayDeque<>();
    /** From here on entries are dropped: all of them, so that there is never a gap in what is written. */
    private boolean stopped;

    private boolean closed;

    WorkQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Blocks while the queue is full.
     *
     * @return false when the entry was dropped
     */
    synchronized boolean put(Work.Entry entry) {
        boolean interrupted = false;
        while (waiting.size() >= capacity && !stopped) {
            try {
                wait();
            } catch (InterruptedException e) {
                // An applied entry must not be left out; the applier sees its interrupt afterwards.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (stopped) {
            return false;
        }
        waiting.add(entry);
        return true;
    }

    synchronized void stopTaking() {
        stopped = true;
        notifyAll();
    }

    synchronized void putNow(Work work) {
        if (closed) {
            throw new IllegalStateException("the projection is closed");
        }
        waiting.add(work);
    }

    /** The next work without removing it: as many entries as there are up to {@code most}, or one request; empty when idle. */
    synchronized List<Work> next(int most) {
        List<Work> next = new ArrayList<>();
        for (Work work : waiting) {
            boolean entry = work instanceof Work.Entry;
            if (next.size() == most || (!entry && !next.isEmpty())) {
                break;
            }
            next.add(work);
            if (!entry) {
                break;
            }
        }
        return next;
    }

    synchronized void done(int count) {
        for (int i = 0; i < count; i++) {
            waiting.remove();
        }
        notifyAll();
    }

    synchronized int size() {
        return waiting.size();
    }

    /** @return what was not done */
    synchronized List<Work> close() {
        closed = true;
        stopTaking();
        return List.copyOf(waiting);
    }
}
