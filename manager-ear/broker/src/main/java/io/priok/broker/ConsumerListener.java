package io.priok.broker;

/**
 * Hears of consumers on this broker, in the broker's threads: an implementation hands over and returns. A connection that dies
 * takes its consumers with it, whether it was closed, broke, or was silent for too long ({@link BrokerConfig#connectionTtl}), so
 * this is the earliest sign that a node is gone. Consumers of one connection go one by one.
 */
public interface ConsumerListener {

    void consumerCame(String queue);

    void consumerWent(String queue);

    /** Hears nothing. */
    static ConsumerListener none() {
        return new ConsumerListener() {
            @Override
            public void consumerCame(String queue) {}

            @Override
            public void consumerWent(String queue) {}
        };
    }
}
