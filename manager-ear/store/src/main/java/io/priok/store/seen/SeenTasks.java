package io.priok.store.seen;

import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.infinispan.Cache;
import org.infinispan.context.Flag;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.event.CacheEntryCreatedEvent;
import org.infinispan.notifications.cachelistener.event.CacheEntryModifiedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statuses of tasks, by last report.
 *
 * <p>Each manager keeps in its own heap the maximum, by {@link TaskStatus#supersedes}, of all it heard: its own workers' reports,
 * the cache's events, and the cache's content after members came or parts merged. So a status never goes backwards here, in
 * whatever order the transport delivers, and reads cost a look-up. The cache carries the statuses to the others and to those that
 * join later; a write that overtook a newer one there is mended by {@link #reconcile}.
 */
@Listener
public final class SeenTasks {
    private static final Logger LOG = LoggerFactory.getLogger(SeenTasks.class);
    /** A report may come before this manager has applied the entry that creates the task; longer than any such lag. */
    private static final Duration PURGE_GRACE = Duration.ofMinutes(1);

    private static final String TOPIC = "task";
    private static final Duration FORGOTTEN_KEPT = Duration.ofMinutes(10);

    private record Seen(TaskStatus status, String json) {}

    private final Map<TaskId, Seen> latest = new ConcurrentHashMap<>();
    /** Tasks that have left the image, and when: a peer that is behind may still send their statuses. */
    private final Map<TaskId, Instant> forgotten = new ConcurrentHashMap<>();

    private final Map<TaskId, Instant> unknownSince = new ConcurrentHashMap<>();
    private final Cache<String, String> cache;
    private final Hearsay hearsay;
    private final News news;
    /** One for what is told and one for what is written: a write may wait for a change of members to end. */
    private final Coalescer words;

    private final Coalescer writes;

    SeenTasks(Cache<String, String> cache, Hearsay hearsay, News news, Executor threads) {
        this.cache = cache;
        this.hearsay = hearsay;
        this.words = new Coalescer(threads);
        this.writes = new Coalescer(threads);
        this.news = news;
        hearsay.listen(TOPIC, this::heard);
    }

    void close() {
        hearsay.silence(TOPIC);
    }

    Optional<TaskStatus> of(TaskId id) {
        Seen seen = latest.get(id);
        return seen == null ? Optional.empty() : Optional.of(seen.status());
    }

    /** False when the status is not news. */
    boolean report(TaskId id, TaskStatus status) {
        Seen seen = new Seen(status, Json.write(status));
        if (!advance(id, seen)) {
            return false;
        }
        words.put(id.value(), () -> hearsay.tell(TOPIC, id.value(), seen.json()));
        put(id, seen);
        return true;
    }

    void forget(TaskId id, Instant now) {
        forgotten.put(id, now);
        latest.remove(id);
        unknownSince.remove(id);
        writes.put(id.value(), () -> watch(id, cache.removeAsync(id.value())));
    }

    /** Forgets the tasks that have been unknown for longer than the grace. */
    void purge(Predicate<TaskId> known, Instant now) {
        for (TaskId id : latest.keySet()) {
            if (known.test(id)) {
                unknownSince.remove(id);
            } else {
                Instant since = unknownSince.computeIfAbsent(id, first -> now);
                if (since.plus(PURGE_GRACE).isBefore(now)) {
                    forget(id, now);
                }
            }
        }
        // An image that was far behind may yet come to know a task that was purged.
        forgotten
                .entrySet()
                .removeIf(entry -> known.test(entry.getKey())
                        || entry.getValue().plus(FORGOTTEN_KEPT).isBefore(now));
    }

    /**
     * Brings this manager and the cache to the newer of both. State that comes by transfer raises no events, and a merge of two
     * parts discards one part's content; comparing finds it all, and is cheap because equal entries are mostly the same object.
     */
    void reconcile() {
        if (!cache.getStatus().allowInvocations()) {
            return;
        }
        Map<String, String> cached = new HashMap<>();
        // The container is this manager's own copy: no call to a peer, no waiting for a change of members to end.
        cache.getAdvancedCache().getDataContainer().forEach(entry -> cached.put(entry.getKey(), entry.getValue()));
        cached.forEach(this::heard);
        latest.forEach((id, seen) -> {
            if (!seen.json().equals(cached.get(id.value()))) {
                put(id, seen);
            }
        });
    }

    @CacheEntryCreated
    public void created(CacheEntryCreatedEvent<String, String> event) {
        if (!event.isPre()) {
            heard(event.getKey(), event.getValue());
        }
    }

    @CacheEntryModified
    public void modified(CacheEntryModifiedEvent<String, String> event) {
        if (!event.isPre()) {
            heard(event.getKey(), event.getNewValue());
        }
    }

    private void heard(String key, String json) {
        TaskId id = new TaskId(key);
        Seen known = latest.get(id);
        if (known != null && known.json().equals(json)) {
            return;
        }
        try {
            advance(id, new Seen(Json.read(json, TaskStatus.class), json));
        } catch (MalformedJson e) {
            LOG.warn("PRIOK5102W task {}: a peer sent a status that cannot be read: {}", id, e.getMessage());
        }
    }

    private boolean advance(TaskId id, Seen seen) {
        if (forgotten.containsKey(id)) {
            return false;
        }
        Seen before = latest.putIfAbsent(id, seen);
        while (before != null) {
            if (!seen.status().supersedes(before.status())) {
                return false;
            }
            before = latest.replace(id, before, seen) ? null : latest.putIfAbsent(id, seen);
        }
        news.of(id);
        return true;
    }

    private void put(TaskId id, Seen seen) {
        writes.put(
                id.value(),
                () -> watch(
                        id,
                        cache.getAdvancedCache()
                                .withFlags(Flag.IGNORE_RETURN_VALUES)
                                .putAsync(id.value(), seen.json())));
    }

    /** A failed write is mended by the next reconciliation. */
    private static void watch(TaskId id, CompletionStage<String> write) {
        write.whenComplete((previous, failure) -> {
            if (failure != null) {
                LOG.warn("PRIOK5103W task {}: its status reaches the peers later: {}", id, failure.toString());
            }
        });
    }
}
