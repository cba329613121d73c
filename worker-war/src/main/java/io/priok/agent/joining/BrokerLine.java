package io.priok.agent.joining;

import io.priok.json.Json;
import io.priok.message.JoinAnswer;
import io.priok.message.JoinAsk;
import io.priok.message.Queues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/**
 * To a manager by its broker, under the account that is open to everybody and may do nothing but this. Not by the resource adapter:
 * that account is given one plain session, and neither transactions nor durable queues.
 */
public final class BrokerLine implements Line {
    private static final String ACCOUNT = "priok.join";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @Override
    public InetAddress localAddressTowards(Target manager) throws Unreachable {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(manager.host(), manager.port()), (int) CONNECT.toMillis());
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw new Unreachable(e);
        }
    }

    @Override
    public JoinAnswer ask(Target manager, JoinAsk ask, String answerQueue) throws Unreachable {
        try (ServerLocator locator = locator(manager);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(ACCOUNT, ACCOUNT, false, true, true, false, 0)) {
            if (!session.queueQuery(SimpleString.of(answerQueue)).isExists()) {
                session.createQueue(QueueConfiguration.of(answerQueue)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(false)
                        .setTemporary(true));
            }
            session.start();
            try (ClientProducer producer = session.createProducer(Queues.JOIN)) {
                producer.send(message(session, ask));
            }
            ClientMessage answer = session.createConsumer(answerQueue).receive(ANSWER.toMillis());
            if (answer == null) {
                throw new Unreachable("no answer in time");
            }
            answer.individualAcknowledge();
            SimpleString text = answer.getBodyBuffer().readNullableSimpleString();
            return Json.read(text == null ? "" : text.toString(), JoinAnswer.class);
        } catch (Unreachable | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Unreachable(e);
        }
    }

    private static ClientMessage message(ClientSession session, JoinAsk ask) {
        ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
        message.setRoutingType(RoutingType.ANYCAST);
        message.putStringProperty(Queues.KIND, JoinAsk.class.getSimpleName());
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(Json.write(ask)));
        return message;
    }

    private static ServerLocator locator(Target manager) {
        TransportConfiguration connector = new TransportConfiguration(
                NettyConnectorFactory.class.getName(),
                Map.of(
                        TransportConstants.HOST_PROP_NAME,
                        manager.host(),
                        TransportConstants.PORT_PROP_NAME,
                        manager.port(),
                        TransportConstants.NETTY_CONNECT_TIMEOUT,
                        (int) CONNECT.toMillis(),
                        TransportConstants.REMOTING_THREADS_PROPNAME,
                        1,
                        TransportConstants.USE_EPOLL_PROP_NAME,
                        false));
        return ActiveMQClient.createServerLocatorWithoutHA(connector)
                .setUseGlobalPools(false)
                .setThreadPoolMaxSize(2)
                .setScheduledThreadPoolMaxSize(1)
                .setInitialConnectAttempts(1)
                .setReconnectAttempts(0)
                .setCallTimeout(CONNECT.toMillis())
                .setBlockOnNonDurableSend(true);
    }
}
