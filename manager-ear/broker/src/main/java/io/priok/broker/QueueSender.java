package io.priok.broker;

import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Sends to any queue of the cluster. May be used by any number of threads: messages of one thread keep their order, those of
 * several take turns on one session, which is quick because the broker is in this process.
 */
public final class QueueSender implements AutoCloseable {
    private final ActiveMQServer server;
    private final ClientSession session;
    private final ClientProducer producer;

    QueueSender(ActiveMQServer server, ClientSessionFactory factory, BrokerConfig config) throws ActiveMQException {
        this.server = server;
        this.session = factory.createSession(BrokerConfig.USER, config.secret(), false, true, true, false, 0);
        this.producer = session.createProducer();
    }

    public void send(String queue, String text, Map<String, String> properties) {
        send(queue, new Body.Text(text), properties);
    }

    /**
     * Returns when the broker has the message.
     *
     * @param properties names that are Java identifiers, not beginning with an underscore
     * @throws BrokerException if the broker is full or closed; the message was not taken
     */
    public synchronized void send(String queue, Body body, Map<String, String> properties) {
        try {
            ensure(queue);
            producer.send(queue, CoreMessages.write(session, body, properties));
        } catch (Exception e) {
            throw new BrokerException("cannot send to " + queue, e);
        }
    }

    /** A queue that was idle may be gone again, so this looks each time; a look is a map access. */
    private void ensure(String queue) throws Exception {
        if (server.locateQueue(queue) == null) {
            server.createQueue(
                    QueueConfiguration.of(queue)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(false)
                            .setAutoCreated(true)
                            .setAutoDelete(true),
                    true);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (ActiveMQException e) {
            throw new BrokerException("cannot close the sender", e);
        }
    }
}
