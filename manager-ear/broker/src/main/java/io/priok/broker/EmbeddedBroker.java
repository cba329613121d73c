package io.priok.broker;

import io.priok.broker.BrokerConfig.Peer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
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

    private static final long SWEEP_MILLIS = 500;

    private final BrokerConfig config;
    private final ActiveMQServer server;
    private final ServerLocator locator;
    private final ClientSessionFactory sessions;
    private final QueueSender sender;
    private final JoinGate gate;
    private final @Nullable Mesh mesh;
    private final ScheduledFuture<?> sweeps;

    private EmbeddedBroker(BrokerConfig config, ActiveMQServer server, JoinGate gate, int vmId) throws Exception {
        this.config = config;
        this.server = server;
        this.gate = gate;
        this.locator = ActiveMQClient.createServerLocatorWithoutHA(new TransportConfiguration(
                        InVMConnectorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, vmId)))
                .setBlockOnNonDurableSend(true)
                .setReconnectAttempts(0)
                .setConnectionTTL(-1)
                .setClientFailureCheckPeriod(-1);
        this.sessions = locator.createSessionFactory();
        this.sender = new QueueSender(server, sessions, config);
        this.sweeps = server.getScheduledPool()
                .scheduleWithFixedDelay(gate::closeOverdue, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        this.mesh = config.port() == 0 ? null : mesh();
    }

    private Mesh mesh() {
        Mesh created = new Mesh(server, cluster(), config);
        created.start(config.peers());
        return created;
    }

    ClusterConnection cluster() {
        return server.getClusterManager().getClusterConnection(Settings.CLUSTER);
    }

    /**
     * Returns when the broker accepts connections.
     *
     * @throws BrokerException if it cannot, most often because the port is taken
     */
    public static EmbeddedBroker start(BrokerConfig config, ConsumerListener listener) {
        return start(config, JoinLimits.USUAL, listener);
    }

    static EmbeddedBroker start(BrokerConfig config, JoinLimits limits, ConsumerListener listener) {
        // Two brokers of one process (tests) must not share the in-process registry's number.
        int vmId = System.identityHashCode(config);
        ActiveMQServer server = null;
        try {
            server = new ActiveMQServerImpl(Settings.of(config, limits, vmId), new SharedSecret(config.secret()));
            JoinGate gate = new JoinGate(limits);
            server.registerBrokerPlugin(gate);
            server.registerBrokerPlugin(new ConsumerWatch(listener));
            server.start();
            if (!server.isStarted()) {
                throw new IllegalStateException("not started");
            }
            server.getRemotingService().addIncomingInterceptor(gate);
            return new EmbeddedBroker(config, server, gate, vmId);
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

    /** Makes the link to another manager's broker anew, for whoever finds that his messages do not arrive there. */
    public void renew(Peer peer) {
        if (mesh != null) {
            mesh.renew(peer);
        }
    }

    /**
     * Says who the other managers' brokers are now, in place of what was said before. Returns at once: those that have no link
     * get one, those that are not named any more lose theirs, with all that was on its way to them. A broker that was never named
     * and comes by itself is welcome, for it may be a new manager of which the caller has not heard yet.
     *
     * @param peers at the addresses that they advertise; this broker itself is not counted
     */
    public void setPeers(List<Peer> peers) {
        if (mesh != null) {
            mesh.setPeers(peers);
        }
    }

    public BrokerStatus status() {
        return new BrokerStatus(
                connections(),
                gate.guests(),
                depth(DEAD_LETTERS),
                depth(EXPIRED),
                mesh == null ? List.of() : mesh.status());
    }

    private int connections() {
        return (int) server.getSessions().stream()
                .filter(session -> BrokerConfig.USER.equals(session.getUsername()))
                .map(ServerSession::getRemotingConnection)
                .filter(connection -> !(connection.getTransportConnection() instanceof InVMConnection))
                .map(RemotingConnection::getID)
                .distinct()
                .count();
    }

    /** Messages that wait in a queue of this broker, those being handled included; 0 if there is no such queue. */
    public long depth(String queue) {
        Queue found = server.locateQueue(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    /** Queues for messages on their way to other brokers. */
    int storedForOthers() {
        return mesh == null ? 0 : mesh.storages();
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
            sweeps.cancel(false);
            if (mesh != null) {
                mesh.close();
            }
            sender.close();
            sessions.close();
            locator.close();
            server.stop();
        } catch (Exception e) {
            throw new BrokerException("cannot stop " + config, e);
        }
    }
}
