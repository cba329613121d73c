package io.priok.broker;

import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;

/** Passes the coming and going of consumers on, but for the broker's own. */
final class ConsumerWatch implements ActiveMQServerConsumerPlugin {
    private final ConsumerListener listener;

    ConsumerWatch(ConsumerListener listener) {
        this.listener = listener;
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        String queue = consumer.getQueueName().toString();
        if (Settings.isOurs(queue)) {
            listener.consumerCame(queue);
        }
    }

    @Override
    public void afterCloseConsumer(ServerConsumer consumer, boolean failed) {
        String queue = consumer.getQueueName().toString();
        if (Settings.isOurs(queue)) {
            listener.consumerWent(queue);
        }
    }
}
