package io.priok.broker;

import io.priok.broker.JoinLineException.NoAnswer;
import io.priok.broker.JoinLineException.NotAManager;
import io.priok.broker.JoinLineException.Refused;
import io.priok.message.JoinAsk;
import io.priok.message.Queues;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** The way of a node that is in no swarm to a manager: one question, one answer. Needs no broker of its own. */
public final class JoinLine {
    private static final long CHECK_MILLIS = 250;

    private JoinLine() {}

    /**
     * Asks to be let in; as {@link #ask(String, int, String, String, String, String, Duration)}.
     */
    public static String ask(String host, int port, String queue, String replyQueue, String body, Duration timeout)
            throws JoinLineException {
        return ask(host, port, queue, replyQueue, JoinAsk.class.getSimpleName(), body, timeout);
    }

    /**
     * Asks and waits for the answer, on the caller's thread.
     *
     * @param queue that the manager consumes, {@link Queues#JOIN}
     * @param replyQueue where the answer is to go, {@link Queues#joinAnswer} of at least 25 random letters and digits
     * @param kind of the question, its record's simple name
     * @param body JSON text
     * @param timeout for everything together; the manager's side ends the connection after 30 s in any case
     */
    public static String ask(
            String host, int port, String queue, String replyQueue, String kind, String body, Duration timeout)
            throws JoinLineException {
        long deadline = System.nanoTime() + timeout.toNanos();
        String where = host + ":" + port;
        greet(host, port, timeout);
        try (ServerLocator locator = locator(host, port, left(deadline, where));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session =
                        factory.createSession(JoinAccount.USER, JoinAccount.PASSWORD, false, true, true, false, 0)) {
            prepare(session, replyQueue);
            session.start();
            try (ClientProducer producer = session.createProducer(queue)) {
                producer.send(CoreMessages.write(session, new Body.Text(body), Map.of(Queues.KIND, kind)));
            }
            ClientMessage answer = session.createConsumer(replyQueue).receive(left(deadline, where));
            if (answer == null) {
                throw new NoAnswer("the manager at " + where + " did not answer in time");
            }
            answer.individualAcknowledge();
            return CoreMessages.read(answer).body() instanceof Body.Text text ? text.value() : "";
        } catch (ActiveMQException e) {
            throw failure(where, e);
        } catch (JoinLineException e) {
            throw e;
        } catch (Exception e) {
            throw new NoAnswer("the connection to " + where + " failed: " + e.getMessage(), e);
        }
    }

    /**
     * The address of this host from which the other is reached: what to tell it when none is given.
     *
     * @throws JoinLineException if nothing accepts connections there
     */
    public static InetAddress localAddressTowards(String host, int port, Duration timeout) throws JoinLineException {
        try (Socket socket = connect(host, port, timeout)) {
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw new NoAnswer("cannot close the connection to " + host + ":" + port, e);
        }
    }

    private static void greet(String host, int port, Duration timeout) throws JoinLineException {
        try (Socket socket = connect(host, port, timeout)) {
            switch (Greeting.exchange(socket, millis(timeout))) {
                case BROKER -> {}
                case FOREIGN ->
                    throw new NotAManager("what listens at " + host + ":" + port + " is not a manager of a swarm");
                case NONE -> throw new NoAnswer(host + ":" + port + " accepts connections and says nothing");
            }
        } catch (IOException e) {
            throw new NoAnswer("cannot close the connection to " + host + ":" + port, e);
        }
    }

    private static Socket connect(String host, int port, Duration timeout) throws JoinLineException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), millis(timeout));
            return socket;
        } catch (ConnectException e) {
            throw new Refused("nothing listens at " + host + ":" + port, e);
        } catch (IOException e) {
            throw new NoAnswer("cannot reach " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private static ServerLocator locator(String host, int port, long millis) {
        return ActiveMQClient.createServerLocatorWithoutHA(Settings.connector("join", host, port))
                .setUseGlobalPools(false)
                .setThreadPoolMaxSize(2)
                .setScheduledThreadPoolMaxSize(1)
                .setInitialConnectAttempts(1)
                .setReconnectAttempts(0)
                .setCallTimeout(millis)
                .setConnectionTTL(Math.max(2_000, millis / 2))
                .setClientFailureCheckPeriod(CHECK_MILLIS)
                .setBlockOnNonDurableSend(true);
    }

    /** The queue is there already when an earlier attempt with the same name was answered after its end. */
    private static void prepare(ClientSession session, String replyQueue) throws ActiveMQException {
        try {
            session.createQueue(QueueConfiguration.of(replyQueue)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(false)
                    .setTemporary(true));
        } catch (ActiveMQException e) {
            if (e.getType() != ActiveMQExceptionType.QUEUE_EXISTS) {
                throw e;
            }
        }
    }

    private static JoinLineException failure(String where, ActiveMQException e) {
        return e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION
                ? new NotAManager(where + " takes in no nodes: " + e.getMessage(), e)
                : new NoAnswer("the manager at " + where + " did not take the request: " + e.getMessage(), e);
    }

    private static long left(long deadline, String where) throws NoAnswer {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new NoAnswer("the manager at " + where + " did not answer in time");
        }
        return millis;
    }

    private static int millis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }
}
