package io.priok.agent.edge;

import io.priok.agent.Postbox;
import io.priok.json.Json;
import io.priok.message.Queues;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Sends by a pooled connection: a broken one is replaced by the pool at the next send. */
final class JmsPostbox implements Postbox {
    /** How long a message that must be fresh is worth something. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final ConnectionFactory connections;
    private final Executor inContext;

    /**
     * @param inContext runs on the calling thread with the application's context, which the engine's own threads lack and without
     *     which the server gives no connection
     */
    JmsPostbox(ConnectionFactory connections, Executor inContext) {
        this.connections = connections;
        this.inContext = inContext;
    }

    @Override
    public void send(String queue, Object message, Care care) throws Undelivered {
        String body = Json.write(message);
        String kind = message.getClass().getSimpleName();
        try {
            inContext.execute(() -> send(queue, body, kind, care));
        } catch (RuntimeException e) {
            throw new Undelivered(e);
        }
    }

    private void send(String queue, String body, String kind, Care care) {
        try (JMSContext context = connections.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            TextMessage text = context.createTextMessage(body);
            text.setStringProperty(Queues.KIND, kind);
            JMSProducer producer = context.createProducer();
            switch (care) {
                case KEEP -> producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                case FRESH_ONLY ->
                    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT).setTimeToLive(FRESH.toMillis());
            }
            producer.send(context.createQueue(queue), text);
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }
}
