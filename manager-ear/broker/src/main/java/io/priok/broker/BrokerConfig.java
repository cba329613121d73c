package io.priok.broker;

import java.time.Duration;
import java.util.List;

/**
 * What one broker is started with.
 *
 * @param name unique in the cluster, such as the node's id
 * @param bindHost the address that it listens on
 * @param port the TCP port, 0 for none (reachable inside this process only)
 * @param advertisedHost the address at which the other managers reach it
 * @param peers the other brokers of the cluster known at the start, at the addresses that they advertise
 * @param secret the cluster's secret; whoever connects has it
 * @param maxMemoryBytes of all messages together
 * @param connectionTtl a connection without a sign of life for this long is dead
 * @param redelivery what happens to messages that cannot be handled
 * @param expiry how long a message waits for a consumer
 */
public record BrokerConfig(
        String name,
        String bindHost,
        int port,
        String advertisedHost,
        List<Peer> peers,
        String secret,
        long maxMemoryBytes,
        Duration connectionTtl,
        Redelivery redelivery,
        Duration expiry) {

    /** The user name that goes with the secret; it says nothing about who connects. */
    public static final String USER = "priok";

    private static final int DEFAULT_MEMORY = 32 << 20;

    public BrokerConfig {
        peers = List.copyOf(peers);
        if (secret.isBlank()) {
            throw new IllegalArgumentException("a broker needs the cluster's secret");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** Another manager's broker. */
    public record Peer(String host, int port) {}

    /**
     * How often and how soon a message is tried again.
     *
     * @param attempts deliveries in all, the first included, before the message is a dead letter
     * @param delay before the second attempt; it doubles after each
     * @param maxDelay the longest delay
     */
    public record Redelivery(int attempts, Duration delay, Duration maxDelay) {}

    /** One broker alone, with the limits of an ordinary node. */
    public static BrokerConfig of(String name, String bindHost, int port, String advertisedHost, String secret) {
        return new BrokerConfig(
                name,
                bindHost,
                port,
                advertisedHost,
                List.of(),
                secret,
                DEFAULT_MEMORY,
                Duration.ofMillis(1_500),
                new Redelivery(5, Duration.ofMillis(200), Duration.ofSeconds(2)),
                Duration.ofMinutes(1));
    }

    public BrokerConfig withPeers(List<Peer> others) {
        return new BrokerConfig(
                name,
                bindHost,
                port,
                advertisedHost,
                others,
                secret,
                maxMemoryBytes,
                connectionTtl,
                redelivery,
                expiry);
    }

    public BrokerConfig withRedelivery(Redelivery other) {
        return new BrokerConfig(
                name, bindHost, port, advertisedHost, peers, secret, maxMemoryBytes, connectionTtl, other, expiry);
    }

    public BrokerConfig withMaxMemoryBytes(long bytes) {
        return new BrokerConfig(
                name, bindHost, port, advertisedHost, peers, secret, bytes, connectionTtl, redelivery, expiry);
    }

    public BrokerConfig withExpiry(Duration other) {
        return new BrokerConfig(
                name, bindHost, port, advertisedHost, peers, secret, maxMemoryBytes, connectionTtl, redelivery, other);
    }

    public BrokerConfig withConnectionTtl(Duration other) {
        return new BrokerConfig(
                name, bindHost, port, advertisedHost, peers, secret, maxMemoryBytes, other, redelivery, expiry);
    }

    /** When another broker counts as gone; before Artemis's own look at it, which takes once or twice the connection's time. */
    Duration silence() {
        return connectionTtl.multipliedBy(5).dividedBy(6);
    }

    /** How long a call to another broker waits for its answer. */
    Duration callTimeout() {
        Duration limit = Duration.ofMillis(1_500);
        return connectionTtl.compareTo(limit) > 0 ? connectionTtl : limit;
    }

    /** Leaves the secret out: this text ends up in logs. */
    @Override
    public String toString() {
        return "broker " + name + " at " + bindHost + ":" + port + ", advertised as " + advertisedHost + ", peers "
                + peers;
    }
}
