package io.priok.adapter;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Knows the brokers of which nothing was heard for too long; they answer the signs of life that the client library sends.
 * The library itself looks whether anything came within windows of a fixed length, which takes up to twice that length.
 *
 * <p>A watch that comes late was held up itself, as was perhaps what there was to hear; then nobody is judged this time.
 */
final class Silence {
    private final Executor background;
    private final LongSupplier nanoTime;
    private final long limitNanos;
    private final long watchNanos;
    private final Map<RemotingConnection, Heard> connections = new ConcurrentHashMap<>();
    /** Used by the watching thread alone. */
    private long watched;

    private record Heard(BrokerAddress broker, long at) {}

    /**
     * @param background a thread for each task
     * @param nanoTime such as {@code System::nanoTime}
     * @param limitMillis silence that is too long
     * @param watchMillis how often {@link #watch} is called
     */
    Silence(Executor background, LongSupplier nanoTime, long limitMillis, long watchMillis) {
        this.background = background;
        this.nanoTime = nanoTime;
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
        this.watchNanos = TimeUnit.MILLISECONDS.toNanos(watchMillis);
        this.watched = nanoTime.getAsLong();
    }

    /** For what comes from one broker. */
    Interceptor listener(BrokerAddress broker) {
        return (packet, connection) -> {
            heard(broker, connection);
            return true;
        };
    }

    /** For what goes to one broker: a new connection counts from its first word, or one to a frozen broker would never count. */
    Interceptor speaker(BrokerAddress broker) {
        return (packet, connection) -> {
            connections.computeIfAbsent(connection, first -> new Heard(broker, nanoTime.getAsLong()));
            return true;
        };
    }

    void heard(BrokerAddress broker, RemotingConnection connection) {
        connections.put(connection, new Heard(broker, nanoTime.getAsLong()));
    }

    /**
     * To be called by one thread, regularly.
     *
     * @return brokers of which nothing was heard for too long, on one connection at least
     */
    Set<BrokerAddress> watch() {
        long now = nanoTime.getAsLong();
        boolean isLate = now - watched > 3 * watchNanos;
        watched = now;
        connections.keySet().removeIf(RemotingConnection::isDestroyed);
        if (isLate) {
            connections.replaceAll((connection, heard) -> new Heard(heard.broker(), now));
        }
        return connections.values().stream()
                .filter(heard -> now - heard.at() > limitNanos)
                .map(Heard::broker)
                .collect(Collectors.toSet());
    }

    /** Ends all connections to one broker, in the background: a connection that is being set up may hold up its own end. */
    void end(BrokerAddress broker) {
        List<RemotingConnection> ending = connections.entrySet().stream()
                .filter(entry -> entry.getValue().broker().equals(broker))
                .map(Map.Entry::getKey)
                .toList();
        for (RemotingConnection connection : ending) {
            if (connections.remove(connection) != null) {
                background.execute(() -> connection.fail(new ActiveMQConnectionTimedOutException(
                        "nothing is heard any more of the broker at " + connection.getRemoteAddress())));
            }
        }
    }
}
