package io.priok.store.seen;

import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.message.Heartbeat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.infinispan.Cache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers report, shared with the other managers. Reads are look-ups in this manager's heap. */
public final class SeenCaches implements SeenState, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeenCaches.class);
    private static final Duration RECONCILE = Duration.ofSeconds(1);

    private final Cache<String, String> taskCache;
    private final Cache<String, String> nodeCache;
    private final SeenTasks tasks;
    private final SeenNodes nodes;
    private final News news;
    private final InstantSource clock;
    private final ScheduledFuture<?> reconciling;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Blocks until the caches are there, not until their content is.
     *
     * @param scheduler runs listeners and reconciliation; may be shared
     * @param threads runs what may wait for peers, at most four at once
     */
    public SeenCaches(CacheCluster cluster, InstantSource clock, ScheduledExecutorService scheduler, Executor threads) {
        this.clock = clock;
        this.news = new News(scheduler);
        this.taskCache = cluster.replicated("priok.tasks", new LaterStatus());
        this.nodeCache = cluster.replicated("priok.nodes", (preferred, others) -> preferred);
        this.tasks = new SeenTasks(taskCache, cluster.hearsay(), news, threads);
        this.nodes = new SeenNodes(nodeCache, cluster.hearsay(), clock, threads);
        taskCache.addListener(tasks);
        nodeCache.addListener(nodes);
        this.reconciling =
                scheduler.scheduleWithFixedDelay(this::reconcile, 0, RECONCILE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<TaskStatus> task(TaskId id) {
        return tasks.of(id);
    }

    @Override
    public Optional<Pulse> pulse(NodeId node) {
        return nodes.pulse(node);
    }

    /**
     * Takes a worker's report; it reaches the other managers without being waited for.
     *
     * @return false when it is not news: an earlier state than is known, or the same report again
     */
    public boolean report(TaskId id, TaskStatus status) {
        return tasks.report(id, status);
    }

    /**
     * The node has just been heard of, by this manager.
     *
     * @param via this manager
     */
    public void heartbeat(Heartbeat beat, NodeId via) {
        nodes.beat(beat, via);
    }

    /** The task has left the image. */
    public void forget(TaskId id) {
        tasks.forget(id, clock.instant());
    }

    /** Calls back, one call at a time, with the tasks whose status advanced here, by whichever manager it was reported to. */
    public void onTaskStatus(Consumer<Set<TaskId>> listener) {
        news.listen(listener);
    }

    /**
     * Forgets what is not in the image: nodes at once, tasks after a minute, because a report may come before the entry that makes
     * the task is applied here. To be called from time to time on every manager, say each half minute.
     */
    public void purge(Image image) {
        tasks.purge(id -> image.task(id).isPresent(), clock.instant());
        nodes.purge(id -> image.node(id).isPresent());
    }

    /** Ends the comparing and the listening, here and to the cache; the cluster is the caller's to close, before or after. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            reconciling.cancel(false);
            news.close();
            tasks.close();
            nodes.close();
            stopListening(taskCache, tasks);
            stopListening(nodeCache, nodes);
        }
    }

    private static void stopListening(Cache<?, ?> cache, Object listener) {
        try {
            if (cache.getStatus().allowInvocations()) {
                cache.removeListener(listener);
            }
        } catch (RuntimeException e) {
            // The cluster is closed at the same time, which ends its listeners too.
            LOG.debug("removing a listener of {}", cache.getName(), e);
        }
    }

    private void reconcile() {
        try {
            tasks.reconcile();
        } catch (RuntimeException e) {
            LOG.warn("PRIOK5104W statuses are compared with the peers' later: {}", e.toString());
        }
    }
}
