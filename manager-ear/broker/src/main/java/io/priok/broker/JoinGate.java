package io.priok.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerSessionPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the join account to its limits. What it may do at which address is {@link JoinAccount}'s business; this is about how
 * many, how long and how large.
 */
final class JoinGate
        implements ActiveMQServerConnectionPlugin,
                ActiveMQServerSessionPlugin,
                ActiveMQServerQueuePlugin,
                ActiveMQServerMessagePlugin,
                Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(JoinGate.class);

    private final JoinLimits limits;
    /** By the connection's id. Guarded by itself. */
    private final Map<Object, Guest> guests = new HashMap<>();

    private record Guest(RemotingConnection connection, long since) {}

    JoinGate(JoinLimits limits) {
        this.limits = limits;
    }

    @Override
    public void beforeCreateSession(
            String name,
            String username,
            int minLargeMessageSize,
            RemotingConnection connection,
            boolean autoCommitSends,
            boolean autoCommitAcks,
            boolean preAcknowledge,
            boolean xa,
            String defaultAddress,
            SessionCallback callback,
            boolean autoCreateQueues,
            OperationContext context,
            Map<SimpleString, RoutingType> prefixes)
            throws ActiveMQException {
        if (!JoinAccount.USER.equals(username)) {
            return;
        }
        if (xa || !autoCommitSends) {
            // What an open transaction holds is counted nowhere.
            throw new ActiveMQSecurityException("a transaction");
        }
        synchronized (guests) {
            if (guests.containsKey(connection.getID())) {
                throw new ActiveMQIllegalStateException("one session to a connection");
            }
            if (guests.size() >= limits.connections()) {
                throw new ActiveMQIllegalStateException("too many nodes ask to join at this moment");
            }
            guests.put(connection.getID(), new Guest(connection, System.nanoTime()));
        }
    }

    /** The place is free when the connection has ended, not the session: otherwise sessions could be opened in a loop. */
    @Override
    public void afterDestroyConnection(RemotingConnection connection) {
        synchronized (guests) {
            guests.remove(connection.getID());
        }
    }

    @Override
    public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        if (!JoinAccount.USER.equals(String.valueOf(queue.getUser()))) {
            return;
        }
        boolean plain = queue.getName().equals(queue.getAddress())
                && Boolean.TRUE.equals(queue.isTemporary())
                && queue.getFilterString() == null;
        if (!plain || !JoinAccount.isAnswerQueue(queue.getName().toString())) {
            throw new ActiveMQSecurityException("not a queue for an answer");
        }
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (JoinAccount.isGuest(session) && message.getEncodeSize() > limits.messageBytes()) {
            throw new ActiveMQSecurityException("a message of more than " + limits.messageBytes() + " bytes");
        }
    }

    /** A message sent in pieces is gathered before {@link #beforeSend} is asked, so its first piece ends the connection. */
    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet.getType() != PacketImpl.SESS_SEND_LARGE) {
            return true;
        }
        synchronized (guests) {
            if (!guests.containsKey(connection.getID())) {
                return true;
            }
        }
        connection.fail(new ActiveMQSecurityException("a message of more than " + limits.messageBytes() + " bytes"));
        return false;
    }

    /** To be called now and then. */
    void closeOverdue() {
        long now = System.nanoTime();
        List<RemotingConnection> overdue = new ArrayList<>();
        synchronized (guests) {
            for (Guest guest : guests.values()) {
                if (now - guest.since() > limits.lifetime().toNanos()) {
                    overdue.add(guest.connection());
                }
            }
        }
        for (RemotingConnection connection : overdue) {
            LOG.debug("A node that asked to join from {} stayed too long", connection.getRemoteAddress());
            connection.fail(new ActiveMQSecurityException("the time to join is over"));
        }
    }

    int guests() {
        synchronized (guests) {
            return guests.size();
        }
    }
}
