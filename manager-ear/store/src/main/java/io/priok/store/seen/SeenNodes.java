package io.priok.store.seen;

import io.priok.domain.NodeId;
import io.priok.image.SeenState.Pulse;
import io.priok.message.Heartbeat;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final String TOPIC = "beat";
    private static final int PARTS = 5;
    /** The cache is for members that join later and for those that missed a beat. */
    private static final long WRITE_EVERY_MILLIS = 2_000;

    private static final long LATE_MILLIS = 10_000;

    private final Map<NodeId, Pulse> latest = new ConcurrentHashMap<>();
    /** The beats last written to the cache, by this manager. */
    private final Map<NodeId, Pulse> written = new ConcurrentHashMap<>();

    private final AtomicLong lastMark = new AtomicLong();
    private final Cache<String, String> cache;
    private final Hearsay hearsay;
    private final InstantSource clock;
    /** One for what is told and one for what is written: a write may wait for a change of members to end. */
    private final Coalescer words;

    private final Coalescer writes;

    SeenNodes(Cache<String, String> cache, Hearsay hearsay, InstantSource clock, Executor threads) {
        this.cache = cache;
        this.hearsay = hearsay;
        this.words = new Coalescer(threads);
        this.writes = new Coalescer(threads);
        this.clock = clock;
        hearsay.listen(TOPIC, (node, text) -> heard(new NodeId(node), text));
    }

    void close() {
        hearsay.silence(TOPIC);
    }

    Optional<Pulse> pulse(NodeId node) {
        return Optional.ofNullable(latest.get(node));
    }

    void beat(Heartbeat beat, NodeId via) {
        long mark = lastMark.updateAndGet(last -> Math.max(last + 1, clock.millis()));
        Pulse pulse = new Pulse(clock.instant(), mark, via, beat.session(), beat.office(), beat.leaving());
        NodeId node = beat.nodeId();
        keep(node, pulse);
        String key = node.value();
        words.put(key, () -> hearsay.tell(TOPIC, key, text(pulse)));
        Pulse before = written.get(node);
        if (before == null || tellsMore(before, pulse) || mark - before.mark() >= WRITE_EVERY_MILLIS) {
            written.put(node, pulse);
            writes.put(
                    key,
                    () -> watch(
                            node,
                            cache.getAdvancedCache()
                                    .withFlags(Flag.IGNORE_RETURN_VALUES)
                                    .putAsync(key, text(pulse))));
        }
    }

    private static boolean tellsMore(Pulse before, Pulse now) {
        return !before.session().equals(now.session())
                || before.office() != now.office()
                || before.leaving() != now.leaving();
    }

    void forget(NodeId node) {
        latest.remove(node);
        written.remove(node);
        writes.put(node.value(), () -> watch(node, cache.removeAsync(node.value())));
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
                        Long.parseLong(parts[3]),
                        Boolean.parseBoolean(parts[4])));
    }

    /**
     * A mark that was heard before, or that its taker gave before one that was heard, proves no life: beats come by two ways and a
     * write may be held up for seconds. One that is far behind is not late, its taker's clock was set back.
     */
    private void keep(NodeId node, Pulse pulse) {
        latest.merge(node, pulse, (old, given) -> isLate(old, given) ? old : given);
    }

    private static boolean isLate(Pulse old, Pulse given) {
        long behind = old.mark() - given.mark();
        return old.via().equals(given.via()) && behind >= 0 && behind < LATE_MILLIS;
    }

    private static String text(Pulse pulse) {
        return String.join(
                " ",
                Long.toString(pulse.mark()),
                pulse.via().value(),
                pulse.session(),
                Long.toString(pulse.office()),
                Boolean.toString(pulse.leaving()));
    }
}
