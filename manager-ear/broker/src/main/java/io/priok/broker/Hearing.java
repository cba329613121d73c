package io.priok.broker;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.cluster.impl.BridgeImpl;

/**
 * When something was last heard over each link; the other side answers the signs of life that Artemis sends. Artemis itself
 * looks whether anything came within windows of a fixed length, which takes up to twice that length.
 *
 * <p>Whoever looks late was held up, and so was perhaps what there was to hear: then all links get another chance.
 *
 * <p>Used by {@link Mesh} alone, under its lock.
 */
final class Hearing {
    private final LongSupplier nanoTime;
    private final long limitNanos;
    private final long lookNanos;
    private final Map<BridgeImpl, AtomicLong> heard = new HashMap<>();
    private long looked;

    /**
     * @param nanoTime such as {@code System::nanoTime}
     * @param limitMillis silence that is too long
     * @param lookMillis between two calls of {@link #attend}
     */
    Hearing(LongSupplier nanoTime, long limitMillis, long lookMillis) {
        this.nanoTime = nanoTime;
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
        this.lookNanos = TimeUnit.MILLISECONDS.toNanos(lookMillis);
        this.looked = nanoTime.getAsLong();
    }

    /** Listens to these from now on, and to no others. */
    void attend(Collection<Link> links) {
        long now = nanoTime.getAsLong();
        if (now - looked > 3 * lookNanos) {
            heard.values().forEach(at -> at.set(now));
        }
        looked = now;
        heard.keySet().retainAll(links.stream().map(Link::bridge).collect(Collectors.toSet()));
        links.forEach(link -> heard.computeIfAbsent(link.bridge(), this::listen));
    }

    private AtomicLong listen(BridgeImpl bridge) {
        AtomicLong at = new AtomicLong(nanoTime.getAsLong());
        bridge.getServerLocator().addIncomingInterceptor((packet, connection) -> {
            at.set(nanoTime.getAsLong());
            return true;
        });
        return at;
    }

    boolean isSilent(Link link) {
        AtomicLong at = heard.get(link.bridge());
        return at != null && nanoTime.getAsLong() - at.get() > limitNanos;
    }
}
