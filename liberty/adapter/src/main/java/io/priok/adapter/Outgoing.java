package io.priok.adapter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.activemq.artemis.ra.ConnectionFactoryProperties;

/** The factories behind the server's pools for sends, one a pool, all of them to one broker. */
final class Outgoing {
    /** Longer than a send may take. */
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Function<BrokerAddress, BrokerConnectionFactory> factories;
    private final LongSupplier nanoTime;
    private final Map<ConnectionFactoryProperties, BrokerConnectionFactory> current = new HashMap<>();
    private final List<Retired> retired = new ArrayList<>();

    private record Retired(BrokerConnectionFactory factory, long at) {}

    Outgoing(Function<BrokerAddress, BrokerConnectionFactory> factories, LongSupplier nanoTime) {
        this.factories = factories;
        this.nanoTime = nanoTime;
    }

    synchronized BrokerConnectionFactory get(ConnectionFactoryProperties properties, BrokerAddress broker) {
        BrokerConnectionFactory known = current.get(properties);
        if (known != null && known.address().equals(broker)) {
            return known;
        }
        if (known != null) {
            retired.add(new Retired(known, nanoTime.getAsLong()));
        }
        BrokerConnectionFactory created = factories.apply(broker);
        current.put(properties, created);
        return created;
    }

    /** New sends go there; those under way elsewhere may end. */
    void moveTo(BrokerAddress broker) {
        retire(factory -> !factory.address().equals(broker));
    }

    void retireAll() {
        retire(factory -> true);
    }

    /** Pools have locks of their own and may hold them while they ask for a factory, so they are told without the lock. */
    private void retire(Predicate<BrokerConnectionFactory> which) {
        List<BrokerConnectionFactory> leaving;
        synchronized (this) {
            leaving = current.values().stream().filter(which).toList();
            current.values().removeAll(leaving);
            leaving.forEach(factory -> retired.add(new Retired(factory, nanoTime.getAsLong())));
        }
        leaving.forEach(BrokerConnectionFactory::retire);
    }

    /** Closes those that were retired a while ago. To be called now and then. */
    void sweep() {
        close(each -> nanoTime.getAsLong() - each.at() > FAREWELL_NANOS);
    }

    void close() {
        retireAll();
        close(each -> true);
    }

    private void close(Predicate<Retired> which) {
        List<BrokerConnectionFactory> closing;
        synchronized (this) {
            closing = retired.stream().filter(which).map(Retired::factory).toList();
            retired.removeIf(each -> closing.contains(each.factory()));
        }
        for (BrokerConnectionFactory factory : closing) {
            factory.retire();
            factory.close();
        }
    }
}
