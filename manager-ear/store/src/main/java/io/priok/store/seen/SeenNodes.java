package io.priok.store.seen;

import io.priok.domain.NodeId;
import io.priok.image.SeenState.Pulse;
import io.priok.message.Heartbeat;
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
 * beat that another manager took is stamped when word of it comes here. The value in the cache holds the taker's clock only to make one
 * beat different from the next.
 */
@Listener
public final class SeenNodes {
    private static final Logger LOG = LoggerFactory.getLogger(SeenNodes.class);
    private static final int PARTS = 5;

    private final Map<NodeId, Pulse> latest = new ConcurrentHashMap<>();
    private final Cache<String, String> cache;
    private final InstantSource clock;

    SeenNodes(Cache<String, String> cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    Optional<Pulse> pulse(NodeId node) {
        return Optional.ofNullable(latest.get(node));
    }

    void beat(Heartbeat beat, NodeId via) {
        Pulse pulse = new Pulse(clock.instant(), clock.millis(), via, beat.session(), beat.manager(), beat.leaving());
        keep(beat.nodeId(), pulse);
        watch(
                beat.nodeId(),
                cache.getAdvancedCache()
                        .withFlags(Flag.IGNORE_RETURN_VALUES)
                        .putAsync(beat.nodeId().value(), text(pulse)));
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
    public void created(CacheEntryCreatedEvent<String, String> event) {
        if (!event.isPre() && !event.isOriginLocal()) {
            heard(new NodeId(event.getKey()), event.getValue());
        }
    }

    @CacheEntryModified
    public void modified(CacheEntryModifiedEvent<String, String> event) {
        if (!event.isPre() && !event.isOriginLocal()) {
            heard(new NodeId(event.getKey()), event.getNewValue());
        }
    }

    private static void watch(NodeId node, CompletionStage<String> write) {
        write.whenComplete((previous, failure) -> {
            if (failure != null) {
                LOG.debug("node {}: its heartbeat did not reach the peers", node, failure);
            }
        });
    }

    private void heard(NodeId node, String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != PARTS) {
            LOG.warn("PRIOK5105W heartbeat of node {} not understood: '{}'", node, text);
            return;
        }
        keep(
                node,
                new Pulse(
                        clock.instant(),
                        Long.parseLong(parts[0]),
                        new NodeId(parts[1]),
                        parts[2],
                        Boolean.parseBoolean(parts[3]),
                        Boolean.parseBoolean(parts[4])));
    }

    /** A mark that was heard before is the same beat delivered twice and proves no life. */
    private void keep(NodeId node, Pulse pulse) {
        latest.merge(node, pulse, (old, given) -> given.mark() == old.mark() ? old : given);
    }

    private static String text(Pulse pulse) {
        return String.join(
                " ",
                Long.toString(pulse.mark()),
                pulse.via().value(),
                pulse.session(),
                Boolean.toString(pulse.manager()),
                Boolean.toString(pulse.leaving()));
    }
}
