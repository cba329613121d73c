package io.priok.store.seen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says things to the peers on a thread of its own, in the order of their first mention; of what waits under one key only the newest
 * is said. So a transport that is held up, by a peer that has just come for example, holds nobody up who takes reports.
 */
final class Coalescer {
    private static final Logger LOG = LoggerFactory.getLogger(Coalescer.class);

    private final Executor threads;
    private final Map<String, Runnable> waiting = new LinkedHashMap<>();
    private boolean running;
    private volatile boolean failed;

    Coalescer(Executor threads) {
        this.threads = threads;
    }

    /** @param saying may block, must not take long for ever */
    void put(String key, Runnable saying) {
        synchronized (waiting) {
            waiting.put(key, saying);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not told, the application ends", key, e);
            clear();
        }
    }

    private void run() {
        for (Runnable saying = next(); saying != null; saying = next()) {
            try {
                saying.run();
                failed = false;
            } catch (RuntimeException e) {
                tellOnce(e);
            }
        }
    }

    private void tellOnce(RuntimeException e) {
        if (!failed) {
            LOG.warn("the peers were not told of something; they hear of it with the next report", e);
            failed = true;
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            var entries = waiting.values().iterator();
            if (!entries.hasNext()) {
                running = false;
                return null;
            }
            Runnable first = entries.next();
            entries.remove();
            return first;
        }
    }

    private void clear() {
        synchronized (waiting) {
            waiting.clear();
            running = false;
        }
    }
}
