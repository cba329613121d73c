package io.priok.adapter;

import jakarta.jms.Queue;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivationSpec;
import org.jspecify.annotations.Nullable;

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

    /** The adapter's user and password, always: a server may copy what it finds here once, and the secret changes. */
    @Override
    public String getUser() {
        return adapter().getUserName();
    }

    @Override
    public String getUserName() {
        return getUser();
    }

    @Override
    public String getPassword() {
        return adapter().getPassword();
    }

    @Override
    public @Nullable String getOwnPassword() {
        return null;
    }

    private ActiveMQResourceAdapter adapter() {
        return (ActiveMQResourceAdapter) getResourceAdapter();
    }
}
