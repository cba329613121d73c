package io.priok.broker;

/**
 * Hears of consumers on this broker, in the broker's threads: an implementation hands over and returns. A connection that dies
 * takes its consumers with it, so this is the earliest sign that a node is gone.
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
