package io.priok.adapter;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to one broker. A connection that breaks stays broken and says so at once: the pool and the activations make a new
 * one, to the broker of that moment.
 */
final class BrokerConnectionFactory extends ActiveMQXAConnectionFactory {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnectionFactory.class);
    private static final int CONNECT_MILLIS = 500;
    /** Network threads of all connections together; each carries many. */
    private static final int NETWORK_THREADS = 2;

    private final transient Set<XAConnection> open = ConcurrentHashMap.newKeySet();
    private final transient BrokerAddress address;
    private final transient BiConsumer<BrokerAddress, JMSException> failed;

    /** @param failed is told when a connection cannot be made */
    BrokerConnectionFactory(
            BrokerAddress address, Patience patience, Silence silence, BiConsumer<BrokerAddress, JMSException> failed) {
        super(false, connector(address));
        this.address = address;
        this.failed = failed;
        getServerLocator()
                .addIncomingInterceptor(silence.listener(address))
                .addOutgoingInterceptor(silence.speaker(address));
        setUseTopologyForLoadBalancing(false);
        setEnableSharedClientID(true);
        setInitialConnectAttempts(1);
        setReconnectAttempts(0);
        setRetryInterval(50);
        setConnectionTTL(patience.connectionTtl());
        setClientFailureCheckPeriod(patience.checkPeriod());
        setCallTimeout(patience.callTimeout());
        setCallFailoverTimeout(patience.callTimeout());
        // A send that returns has reached the broker; without this a send to a broker that is gone would look like
        // success.
        setBlockOnNonDurableSend(true);
        setBlockOnDurableSend(true);
    }

    private static TransportConfiguration connector(BrokerAddress address) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, address.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, address.port());
        parameters.put(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_MILLIS);
        parameters.put(TransportConstants.REMOTING_THREADS_PROPNAME, NETWORK_THREADS);
        parameters.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
        return new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters);
    }

    @Override
    public XAConnection createXAConnection() throws JMSException {
        try {
            return opened(super.createXAConnection());
        } catch (JMSException e) {
            failed.accept(address, e);
            throw e;
        }
    }

    @Override
    public XAConnection createXAConnection(String username, String password) throws JMSException {
        try {
            return opened(super.createXAConnection(username, password));
        } catch (JMSException e) {
            failed.accept(address, e);
            throw e;
        }
    }

    private XAConnection opened(XAConnection connection) {
        // Closed ones are left behind by the pool only when they failed, which is rare; the set lives as long as the
        // list.
        open.add(connection);
        return connection;
    }

    BrokerAddress address() {
        return address;
    }

    /** Makes a session and ends it: a broker that accepts connections may be frozen, or have another password. */
    boolean letsIn(String user, String password) {
        try (ClientSessionFactory sessions = getServerLocator().createSessionFactory();
                ClientSession session = sessions.createSession(user, password, false, true, true, false, 0)) {
            return !session.isClosed();
        } catch (Exception e) {
            LOG.debug("{} is not ready for consumers", address, e);
            return false;
        }
    }

    /**
     * Tells the pool that its connections are no good any more, so that the next send makes a new one. Sends under way go on. One
     * that is just being made has nobody yet to tell: it stays for the next call, or the pool would keep it for ever.
     */
    void retire() {
        open.removeIf(BrokerConnectionFactory::isTold);
    }

    private static boolean isTold(XAConnection connection) {
        try {
            ExceptionListener pool = connection.getExceptionListener();
            if (pool == null) {
                return false;
            }
            pool.onException(new JMSException("connections go to another manager's broker now"));
        } catch (JMSException closed) {
            LOG.trace("Closed already", closed);
        }
        return true;
    }
}
