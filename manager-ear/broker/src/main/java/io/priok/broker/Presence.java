package io.priok.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Tells a link that works from one that only is up. Every broker has one queue that is always there, so every other must come to know
 * of it soon after they are linked. A link that was made while an older one to the same broker was coming to its end can miss the
 * list of queues: it would look well for ever and carry nothing.
 */
final class Presence {
    private static final SimpleString QUEUE = SimpleString.of("priok.presence");
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final ActiveMQServer server;
    private final LongSupplier nanoTime;
    /** When links were first seen up, by node id. */
    private final Map<String, Long> upSince = new HashMap<>();

    Presence(ActiveMQServer server, LongSupplier nanoTime) {
        this.server = server;
        this.nanoTime = nanoTime;
        try {
            server.createQueue(
                    QueueConfiguration.of(QUEUE)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(false)
                            .setAutoDelete(false),
                    true);
        } catch (Exception e) {
            throw new BrokerException("cannot create " + QUEUE, e);
        }
    }

    void attend(List<Link> links) {
        upSince.keySet()
                .retainAll(links.stream()
                        .filter(link -> link.state() == Link.State.UP)
                        .map(Link::nodeId)
                        .collect(Collectors.toSet()));
    }

    boolean isMissing(Link link) {
        long now = nanoTime.getAsLong();
        long since = upSince.computeIfAbsent(link.nodeId(), id -> now);
        // A queue of another broker is known here by its name and that broker's id.
        if (server.getPostOffice().getBinding(QUEUE.concat(link.nodeId())) != null) {
            return false;
        }
        boolean missing = now - since > PATIENCE_NANOS;
        if (missing) {
            upSince.remove(link.nodeId());
        }
        return missing;
    }
}
