package io.priok.api.stream;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The way of an endless answer to its client. What is written waits in a queue until a thread of the executor passes it on; no
 * thread is held between. When the client is gone, or so slow that the queue stays full, the outflow closes its source.
 *
 * <p>Race: writers, the draining thread and the container's time-outs meet here; all state is guarded by the monitor, and the
 * client is written to outside of it, by one thread at a time.
 */
final class Outflow {
    private static final Logger LOG = Logger.getLogger(Outflow.class.getName());
    private static final int MOST_PENDING_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AsyncContext context;
    private final Executor executor;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private final List<AutoCloseable> sources = new ArrayList<>();
    private int pendingBytes;
    private boolean draining;
    private boolean ending;
    private boolean closed;

    Outflow(AsyncContext context, Executor executor) {
        this.context = context;
        this.executor = executor;
    }

    /** Closes the source when this ends; at once when it has ended already. */
    void from(AutoCloseable source) {
        synchronized (this) {
            if (!closed) {
                sources.add(source);
                return;
            }
        }
        close(source);
    }

    /** Takes bytes, and blocks while too many wait. */
    void write(byte[] bytes) {
        synchronized (this) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            try {
                for (long left = millisTo(deadline);
                        !closed && !ending && pendingBytes > MOST_PENDING_BYTES && left > 0;
                        left = millisTo(deadline)) {
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ending = true;
            }
            if (closed || ending) {
                return;
            }
            if (pendingBytes <= MOST_PENDING_BYTES) {
                enqueue(bytes);
                return;
            }
        }
        close();
    }

    /** Takes bytes without ever blocking; a client that is too far behind is dropped. */
    void offer(byte[] bytes) {
        synchronized (this) {
            if (closed || ending || bytes.length == 0) {
                return;
            }
            if (pendingBytes <= MOST_PENDING_BYTES) {
                enqueue(bytes);
                return;
            }
        }
        close();
    }

    /** Ends the answer after what is queued. */
    synchronized void end() {
        ending = true;
        drainSoon();
    }

    synchronized boolean isOpen() {
        return !closed;
    }

    /** Ends the answer now. */
    void close() {
        List<AutoCloseable> toClose;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.clear();
            pendingBytes = 0;
            toClose = List.copyOf(sources);
            notifyAll();
        }
        toClose.forEach(Outflow::close);
        try {
            context.complete();
        } catch (IllegalStateException alreadyComplete) {
            // The container ended the request first; nothing is left to do.
        }
    }

    private void enqueue(byte[] bytes) {
        pending.add(bytes);
        pendingBytes += bytes.length;
        drainSoon();
    }

    private void drainSoon() {
        if (draining || closed) {
            return;
        }
        draining = true;
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException shuttingDown) {
            draining = false;
        }
    }

    private void drain() {
        try {
            OutputStream out = context.getResponse().getOutputStream();
            for (byte[] next = take(); next.length > 0; next = take()) {
                out.write(next);
                out.flush();
            }
        } catch (IOException | RuntimeException clientIsGone) {
            close();
            return;
        }
        boolean finished;
        synchronized (this) {
            draining = false;
            if (!pending.isEmpty()) {
                drainSoon();
                return;
            }
            finished = ending;
        }
        if (finished) {
            close();
        }
    }

    /** All that waits, as one piece; empty when nothing does. */
    private synchronized byte[] take() {
        byte[] all = new byte[pendingBytes];
        int at = 0;
        for (byte[] piece : pending) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        pending.clear();
        pendingBytes = 0;
        notifyAll();
        return all;
    }

    private static long millisTo(long deadline) {
        return (deadline - System.nanoTime()) / 1_000_000;
    }

    private static void close(AutoCloseable source) {
        try {
            source.close();
        } catch (Exception e) {
            LOG.log(Level.FINE, "PRIOK-API-501 a source did not close", e);
        }
    }
}
