package io.priok.broker;

import java.util.concurrent.ThreadFactory;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One queue, one handler, one thread: messages are handled one after the other, each acknowledged when its handler returned. */
public final class QueueConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);
    private static final long CLOSE_MILLIS = 5_000;

    private final String queue;
    private final MessageHandler handler;
    private final ClientSession session;
    private final ClientConsumer consumer;
    private final Thread thread;

    QueueConsumer(
            ClientSessionFactory factory,
            BrokerConfig config,
            String queue,
            MessageHandler handler,
            ThreadFactory threads)
            throws ActiveMQException {
        this.queue = queue;
        this.handler = handler;
        this.session = factory.createSession(BrokerConfig.USER, config.secret(), false, true, true, false, 0);
        this.consumer = session.createConsumer(queue);
        this.thread = threads.newThread(this::loop);
    }

    void start() throws ActiveMQException {
        session.start();
        thread.start();
    }

    private void loop() {
        try {
            for (ClientMessage message = consumer.receive(); message != null; message = consumer.receive()) {
                handle(message);
            }
        } catch (ActiveMQException e) {
            if (!consumer.isClosed()) {
                LOG.error("PRIOK2001E: the consumer of {} ended", queue, e);
            }
        }
    }

    private void handle(ClientMessage message) throws ActiveMQException {
        try {
            handler.handle(CoreMessages.read(message));
        } catch (Exception e) {
            LOG.warn(
                    "PRIOK2002W: attempt {} at a message of {} failed: {}",
                    message.getDeliveryCount(),
                    queue,
                    String.valueOf(e));
            LOG.debug("The exception was", e);
            session.rollback(true);
            return;
        }
        message.individualAcknowledge();
    }

    /** Waits for the message in hand, at most some seconds; one that is not acknowledged by then is delivered again. */
    @Override
    public void close() {
        try {
            consumer.close();
            if (Thread.currentThread() != thread) {
                thread.join(CLOSE_MILLIS);
            }
            session.close();
        } catch (ActiveMQException e) {
            throw new BrokerException("cannot close the consumer of " + queue, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
