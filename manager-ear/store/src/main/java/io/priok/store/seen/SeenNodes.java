package io.priok.store.seen;

import io.priok.domain.NodeId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
 * When each node was last heard of, by this manager's own clock: managers' clocks differ by more than a heartbeat's grace, so a
 * beat that another manager took is stamped when word of it comes here. The value in the cache only makes one beat different
 * from the next.
 */
@Listener
public final class SeenNodes {
    private static final Logger LOG = LoggerFactory.getLogger(SeenNodes.class);

    /** @param mark of the beat, in the clock of the manager that took it */
    private record Beat(long mark, Instant heard) {}

    private final Map<NodeId, Beat> latest = new ConcurrentHashMap<>();
    private final Cache<String, Long> cache;
    private final InstantSource clock;

    SeenNodes(Cache<String, Long> cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    Optional<Instant> lastHeard(NodeId node) {
        return Optional.ofNullable(latest.get(node)).map(Beat::heard);
    }

    void beat(NodeId node) {
        long mark = heard(node, clock.millis());
        watch(
                node,
                cache.getAdvancedCache().withFlags(Flag.IGNORE_RETURN_VALUES).putAsync(node.value(), mark));
    }

    void forget(NodeId node) {
        latest.remove(node);
        watch(node, cache.removeAsync(node.value()));
    }

    void purge(Predicate<NodeId> known) {
        for (NodeId node : latest.keySet()) {
            if (!known.test(node)) {
                forget(node);
            }
        }
    }

    @CacheEntryCreated
    public void created(CacheEntryCreatedEvent<String, Long> event) {
        if (!event.isPre() && !event.isOriginLocal()) {
            heard(new NodeId(event.getKey()), event.getValue());
        }
    }

    @CacheEntryModified
    public void modified(CacheEntryModifiedEvent<String, Long> event) {
        if (!event.isPre() && !event.isOriginLocal()) {
            heard(new NodeId(event.getKey()), event.getNewValue());
        }
    }

    private static void watch(NodeId node, CompletionStage<Long> write) {
        write.whenComplete((previous, failure) -> {
            if (failure != null) {
                LOG.debug("node {}: its heartbeat did not reach the peers", node, failure);
            }
        });
    }

    /** A mark that was heard before is the same beat delivered twice and proves no life. */
    private long heard(NodeId node, long mark) {
        Instant now = clock.instant();
        latest.merge(node, new Beat(mark, now), (old, given) -> given.mark() == old.mark() ? old : given);
        return mark;
    }
}
