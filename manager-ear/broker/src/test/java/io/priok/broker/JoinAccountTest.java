package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.message.Queues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody can do to a broker who knows nothing but the join account. */
class JoinAccountTest {
    private static final String HOST = "127.0.0.1";
    private static final String ANSWER = Queues.joinAnswer("abcdefghijklmnopqrstuvwxy");
    private static final JoinLimits LIMITS = new JoinLimits(3, Duration.ofSeconds(2), 64 << 10, 300_000);

    private EmbeddedBroker broker;
    private ServerLocator locator;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void start() {
        int port = FreePort.next();
        broker = EmbeddedBroker.start(
                BrokerConfig.of("m", HOST, port, HOST, Member.SECRET), LIMITS, ConsumerListener.none());
        broker.sender().send("priok.node.n1.0", "not for everybody", Map.of());
        broker.sender().send(Queues.JOIN, "somebody else's", Map.of());
        locator = ActiveMQClient.createServerLocatorWithoutHA(Settings.connector("test", HOST, port))
                .setBlockOnNonDurableSend(true)
                .setReconnectAttempts(0)
                .setCallTimeout(2_000);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        locator.close();
        broker.close();
    }

    private ClientSession guest() throws Exception {
        ClientSessionFactory factory = locator.createSessionFactory();
        opened.add(0, factory);
        ClientSession session =
                factory.createSession(JoinAccount.USER, JoinAccount.PASSWORD, false, true, true, false, 0);
        session.start();
        return session;
    }

    private static void send(ClientSession session, String address, int bytes) throws ActiveMQException {
        try (ClientProducer producer = session.createProducer(address)) {
            producer.send(CoreMessages.write(session, new Body.Text("x".repeat(bytes / 2)), Map.of()));
        }
    }

    private static QueueConfiguration answerQueue() {
        return QueueConfiguration.of(ANSWER)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(false)
                .setTemporary(true);
    }

    private static void refused(ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOf(ActiveMQSecurityException.class);
    }

    @Test
    void mayAskAndReceiveItsAnswer() throws Exception {
        ClientSession guest = guest();
        guest.createQueue(answerQueue());
        send(guest, Queues.JOIN, 1_000);
        Eventually.depth(broker, Queues.JOIN, 2);
        broker.sender().send(ANSWER, "welcome", Map.of());
        assertThat(guest.createConsumer(ANSWER).receive(5_000)).isNotNull();
    }

    @Test
    void needsItsPassword() throws Exception {
        try (ClientSessionFactory factory = locator.createSessionFactory()) {
            refused(() -> factory.createSession(JoinAccount.USER, "guess", false, true, true, false, 0));
            refused(() -> factory.createSession(JoinAccount.USER, Member.SECRET, false, true, true, false, 0));
        }
    }

    @Test
    void maySendNowhereElse() throws Exception {
        ClientSession guest = guest();
        for (String address : List.of(
                "priok.node.n1.0",
                "priok.leader",
                "priok.local.reports",
                "priok.local.join.abcdefghijklmnopqrstuvwxy",
                "priok.local.joiner",
                "priok.dlq",
                "activemq.management",
                "activemq.notifications",
                "somewhere")) {
            refused(() -> send(guest, address, 100));
        }
    }

    @Test
    void mayReceiveNothingElse() throws Exception {
        ClientSession guest = guest();
        for (String queue : List.of("priok.node.n1.0", "priok.local.join", "priok.dlq", "priok.expired")) {
            refused(() -> guest.createConsumer(queue));
            refused(() -> guest.createConsumer(queue, true));
        }
    }

    @Test
    void mayNotBrowseEvenItsOwnQueue() throws Exception {
        ClientSession guest = guest();
        guest.createQueue(answerQueue());
        refused(() -> guest.createConsumer(ANSWER, true));
    }

    @Test
    void mayMakeNoOtherQueues() throws Exception {
        ClientSession guest = guest();
        String tooShort = Queues.joinAnswer("abcdefghijklmnopqrstuvwx");
        refused(() -> guest.createQueue(answerQueue().setName("priok.node.n2.0").setAddress("priok.node.n2.0")));
        refused(() -> guest.createQueue(answerQueue().setName(tooShort).setAddress(tooShort)));
        refused(() -> guest.createQueue(answerQueue().setName("priok.node.n2.0").setAddress(ANSWER)));
        refused(() -> guest.createQueue(answerQueue().setAddress(Queues.JOIN)));
        refused(() -> guest.createQueue(answerQueue().setTemporary(false)));
        refused(() -> guest.createQueue(answerQueue().setTemporary(false).setDurable(true)));
        refused(() -> guest.createQueue(answerQueue().setFilterString("a = 'b'")));
        refused(() ->
                guest.createSharedQueue(answerQueue().setName("priok.node.n2.0").setAddress(ANSWER)));
        refused(() -> guest.createAddress(
                org.apache.activemq.artemis.api.core.SimpleString.of("priok.node.n2.0"), RoutingType.ANYCAST, false));
        assertThat(broker.depth("priok.node.n2.0")).isZero();
    }

    @Test
    void mayDeleteNothing() throws Exception {
        ClientSession guest = guest();
        refused(() -> guest.deleteQueue("priok.node.n1.0"));
        refused(() -> guest.deleteQueue(Queues.JOIN));
        Eventually.depth(broker, "priok.node.n1.0", 1);
        Eventually.depth(broker, Queues.JOIN, 1);
    }

    @Test
    void maySendNoLargeMessage() throws Exception {
        ClientSession guest = guest();
        send(guest, Queues.JOIN, 60 << 10);
        refused(() -> send(guest, Queues.JOIN, 70 << 10));
        Eventually.depth(broker, Queues.JOIN, 2);
    }

    @Test
    void losesItsConnectionOverAMessageInPieces() throws Exception {
        ClientSession guest = guest();
        assertThatThrownBy(() -> send(guest, Queues.JOIN, 1 << 20)).isInstanceOf(ActiveMQException.class);
        Eventually.until("it is thrown out", () -> broker.status().joining() == 0);
        Eventually.depth(broker, Queues.JOIN, 1);
    }

    @Test
    void mayNotSendInATransaction() throws Exception {
        try (ClientSessionFactory factory = locator.createSessionFactory()) {
            refused(() -> factory.createSession(JoinAccount.USER, JoinAccount.PASSWORD, false, false, true, false, 0));
            refused(() -> factory.createSession(JoinAccount.USER, JoinAccount.PASSWORD, true, false, false, false, 0));
        }
    }

    @Test
    void cannotFillTheBroker() throws Exception {
        ClientSession guest = guest();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        send(guest, Queues.JOIN, 50_000);
                    }
                })
                .isInstanceOf(ActiveMQException.class);
        assertThat(broker.depth(Queues.JOIN)).isLessThan(12);
        broker.sender().send("priok.node.n1.0", "others are not disturbed", Map.of());
        Eventually.depth(broker, "priok.node.n1.0", 2);
    }

    @Test
    void isLimitedInConnectionsAndTime() throws Exception {
        for (int i = 0; i < LIMITS.connections(); i++) {
            guest();
        }
        assertThatThrownBy(this::guest).isInstanceOf(ActiveMQIllegalStateException.class);
        Eventually.until("all are thrown out", () -> broker.status().joining() == 0);
        assertThat(guest().isClosed()).isFalse();
    }

    @Test
    void hasOneSessionToAConnection() throws Exception {
        try (ClientSessionFactory factory = locator.createSessionFactory()) {
            factory.createSession(JoinAccount.USER, JoinAccount.PASSWORD, false, true, true, false, 0);
            assertThatThrownBy(() ->
                            factory.createSession(JoinAccount.USER, JoinAccount.PASSWORD, false, true, true, false, 0))
                    .isInstanceOf(ActiveMQIllegalStateException.class);
        }
    }
}
