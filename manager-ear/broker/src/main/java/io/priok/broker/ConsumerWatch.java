package io.priok.broker;

import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;

/** Passes the coming and going of consumers on. */
final class ConsumerWatch implements ActiveMQServerConsumerPlugin {
    private final ConsumerListener listener;

    ConsumerWatch(ConsumerListener listener) {
        this.listener = listener;
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        listener.consumerCame(consumer.getQueueName().toString());
    }

    @Override
    public void afterCloseConsumer(ServerConsumer consumer, boolean failed) {
        listener.consumerWent(consumer.getQueueName().toString());
    }
}
