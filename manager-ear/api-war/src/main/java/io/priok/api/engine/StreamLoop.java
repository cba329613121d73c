package io.priok.api.engine;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of the engine's endless answers with one thread, which is taken while there are any and given back after.
 *
 * <p>Race: a stream that joins while the loop is about to stop is seen by it, because both happen under the monitor.
 */
final class StreamLoop implements Runnable {
    /** Closed streams are noticed within this time even if nothing else happens. */
    private static final long PAUSE_MILLIS = 1_000;

    private final Executor executor;
    private final Queue<EngineStream> joining = new ConcurrentLinkedQueue<>();
    private boolean running;
    private @Nullable Selector current;

    StreamLoop(Executor executor) {
        this.executor = executor;
    }

    synchronized void add(EngineStream stream) {
        joining.add(stream);
        if (!running) {
            running = true;
            executor.execute(this);
        } else if (current != null) {
            current.wakeup();
        }
    }

    @Override
    public void run() {
        try (Selector selector = Selector.open()) {
            use(selector);
            do {
                join(selector);
                selector.select(PAUSE_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    ((EngineStream) key.attachment()).read();
                }
                selector.selectedKeys().clear();
            } while (isNeeded(selector));
        } catch (IOException e) {
            failAll(e);
        }
    }

    private synchronized void use(@Nullable Selector selector) {
        current = selector;
    }

    private synchronized boolean isNeeded(Selector selector) {
        running = !selector.keys().isEmpty() || !joining.isEmpty();
        if (!running) {
            current = null;
        }
        return running;
    }

    private void join(Selector selector) {
        for (EngineStream stream = joining.poll(); stream != null; stream = joining.poll()) {
            try {
                stream.channel().configureBlocking(false);
                stream.channel().register(selector, SelectionKey.OP_READ, stream);
            } catch (ClosedChannelException closedMeanwhile) {
                stream.close();
            } catch (IOException e) {
                stream.fail(e);
            }
        }
    }

    private synchronized void failAll(IOException e) {
        running = false;
        for (EngineStream stream = joining.poll(); stream != null; stream = joining.poll()) {
            stream.fail(e);
        }
    }
}
