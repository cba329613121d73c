package io.priok.adapter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Ends connections over which nothing was heard for too long; brokers answer the signs of life that the client library sends.
 * The library itself looks whether anything came within windows of a fixed length, which takes up to twice that length.
 *
 * <p>A watch that comes late was held up itself, as was perhaps what there was to hear; then nobody is judged this time.
 */
final class Silence {
    private final LongSupplier nanoTime;
    private final long limitNanos;
    private final long watchNanos;
    private final Map<RemotingConnection, Heard> connections = new ConcurrentHashMap<>();
    /** Used by the watching thread alone. */
    private long watched;

    private record Heard(BrokerAddress broker, long at) {}

    /**
     * @param nanoTime such as {@code System::nanoTime}
     * @param limitMillis silence that is too long
     * @param watchMillis how often {@link #watch} is called
     */
    Silence(LongSupplier nanoTime, long limitMillis, long watchMillis) {
        this.nanoTime = nanoTime;
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
        this.watchNanos = TimeUnit.MILLISECONDS.toNanos(watchMillis);
        this.watched = nanoTime.getAsLong();
    }

    /** For the connections to one broker. */
    Interceptor listener(BrokerAddress broker) {
        return (packet, connection) -> {
            heard(broker, connection);
            return true;
        };
    }

    void heard(BrokerAddress broker, RemotingConnection connection) {
        connections.put(connection, new Heard(broker, nanoTime.getAsLong()));
    }

    /** To be called by one thread, regularly. Those who listen to a connection are told of its end. */
    void watch() {
        long now = nanoTime.getAsLong();
        boolean isLate = now - watched > 3 * watchNanos;
        watched = now;
        connections.keySet().removeIf(RemotingConnection::isDestroyed);
        if (isLate) {
            connections.replaceAll((connection, heard) -> new Heard(heard.broker(), now));
        } else {
            end(heard -> now - heard.at() > limitNanos);
        }
    }

    /** Ends all connections to one broker, because one of them has shown that it is gone. */
    void end(BrokerAddress broker) {
        end(heard -> heard.broker().equals(broker));
    }

    private void end(Predicate<Heard> which) {
        List<RemotingConnection> ending = connections.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        for (RemotingConnection connection : ending) {
            if (connections.remove(connection) != null) {
                connection.fail(new ActiveMQConnectionTimedOutException(
                        "nothing is heard any more of the broker at " + connection.getRemoteAddress()));
            }
        }
    }
}
