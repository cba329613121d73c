package io.priok.adapter;

import jakarta.jms.Queue;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivationSpec;

/**
 * Binds a message-driven bean to one queue, by its name in the broker. The inherited {@code destination} would be taken for a
 * JNDI name by the server. One session unless told otherwise, because order within a queue is what the queues are for.
 */
public final class QueueActivationSpec extends ActiveMQActivationSpec {

    /** What the resource adapter's introspection calls. */
    public QueueActivationSpec() {
        setDestinationType(Queue.class.getName());
        setUseJNDI(false);
        setMaxSession(1);
        setSingleConnection(true);
    }

    /** The queue's name in the broker; it is created when the first consumer or sender names it. */
    public String getQueueName() {
        return getDestination();
    }

    public void setQueueName(String queueName) {
        setDestination(queueName);
    }
}
