package io.priok.broker;

import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.jspecify.annotations.Nullable;

/**
 * A broker in this process, from {@link #start} to {@link #close}. Sends and receives of this process go through {@link #sender}
 * and {@link #consume}; workers come over TCP.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Queue of the messages that could not be handled. */
    public static final String DEAD_LETTERS = "priok.dlq";

    /** Queue of the messages that nobody fetched in time. */
    public static final String EXPIRED = "priok.expired";

    private final BrokerConfig config;
    private final ActiveMQServer server;
    private final ServerLocator locator;
    private final ClientSessionFactory sessions;
    private final QueueSender sender;

    private EmbeddedBroker(BrokerConfig config, ActiveMQServer server, int vmId) throws Exception {
        this.config = config;
        this.server = server;
        this.locator = ActiveMQClient.createServerLocatorWithoutHA(new TransportConfiguration(
                        InVMConnectorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, vmId)))
                .setBlockOnNonDurableSend(true)
                .setReconnectAttempts(0)
                .setConnectionTTL(-1)
                .setClientFailureCheckPeriod(-1);
        this.sessions = locator.createSessionFactory();
        this.sender = new QueueSender(server, sessions, config);
    }

    /**
     * Returns when the broker accepts connections.
     *
     * @throws BrokerException if it cannot, most often because the port is taken
     */
    public static EmbeddedBroker start(BrokerConfig config, ConsumerListener listener) {
        // Two brokers of one process (tests) must not share the in-process registry's number.
        int vmId = System.identityHashCode(config);
        ActiveMQServer server = null;
        try {
            server = new ActiveMQServerImpl(Settings.of(config, vmId), new SharedSecret(config.secret()));
            server.registerBrokerPlugin(new ConsumerWatch(listener));
            server.start();
            if (!server.isStarted()) {
                throw new IllegalStateException("not started");
            }
            return new EmbeddedBroker(config, server, vmId);
        } catch (Exception e) {
            stop(server, e);
            throw new BrokerException("cannot start " + config, e);
        }
    }

    private static void stop(@Nullable ActiveMQServer server, Exception why) {
        if (server != null) {
            try {
                server.stop();
            } catch (Exception e) {
                why.addSuppressed(e);
            }
        }
    }

    public QueueSender sender() {
        return sender;
    }

    /**
     * Consumes until the consumer or the broker is closed. The queue is created if it is not there.
     *
     * @param threads gives the one thread that the handler runs on
     */
    public QueueConsumer consume(String queue, MessageHandler handler, ThreadFactory threads) {
        try {
            server.createQueue(
                    QueueConfiguration.of(queue)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(false)
                            .setAutoCreated(true)
                            .setAutoDelete(true),
                    true);
            QueueConsumer consumer = new QueueConsumer(sessions, config, queue, handler, threads);
            consumer.start();
            return consumer;
        } catch (Exception e) {
            throw new BrokerException("cannot consume " + queue, e);
        }
    }

    /** Messages that wait in a queue of this broker, those being handled included; 0 if there is no such queue. */
    public long depth(String queue) {
        Queue found = server.locateQueue(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    /** Consumers of a queue on this broker. */
    public int consumers(String queue) {
        Queue found = server.locateQueue(queue);
        return found == null ? 0 : found.getConsumerCount();
    }

    public boolean isRunning() {
        return server.isStarted();
    }

    /** Consumers end, connections are closed, waiting messages are gone. */
    @Override
    public void close() {
        try {
            sender.close();
            sessions.close();
            locator.close();
            server.stop();
        } catch (Exception e) {
            throw new BrokerException("cannot stop " + config, e);
        }
    }
}
