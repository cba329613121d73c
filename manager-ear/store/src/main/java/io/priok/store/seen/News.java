package io.priok.store.seen;

import io.priok.domain.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners which tasks have news, never two calls at a time and never on the transport's threads. News that come while
 * listeners work are told together in the next call.
 */
final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final Executor executor;
    private final List<Consumer<Set<TaskId>>> listeners = new CopyOnWriteArrayList<>();
    private final Set<TaskId> untold = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile boolean closed;

    News(Executor executor) {
        this.executor = executor;
    }

    void listen(Consumer<Set<TaskId>> listener) {
        listeners.add(listener);
    }

    /** Ends the telling; a call that is under way ends by itself. */
    void close() {
        closed = true;
        listeners.clear();
        untold.clear();
    }

    void of(TaskId task) {
        if (closed) {
            return;
        }
        untold.add(task);
        if (telling.compareAndSet(false, true)) {
            executor.execute(this::tell);
        }
    }

    private void tell() {
        // Before the ids are taken: one that comes from here on starts another call.
        telling.set(false);
        synchronized (this) {
            Set<TaskId> now = new HashSet<>();
            untold.removeIf(now::add);
            if (now.isEmpty()) {
                return;
            }
            for (Consumer<Set<TaskId>> listener : listeners) {
                try {
                    listener.accept(Set.copyOf(now));
                } catch (RuntimeException e) {
                    LOG.error("PRIOK5101E a listener of task statuses failed on {}", now, e);
                }
            }
        }
    }
}
