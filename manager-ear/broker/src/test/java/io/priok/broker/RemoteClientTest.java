package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.junit.jupiter.api.Test;

/** Who comes over TCP. */
class RemoteClientTest {
    private static final String HOST = "127.0.0.1";
    private static final String SECRET = Member.SECRET;
    private static final String QUEUE = "priok.node.n1.0";

    private final int port = FreePort.next();
    private final BrokerConfig config = BrokerConfig.of("tcp", HOST, port, HOST, SECRET);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ConsumerListener listener = new ConsumerListener() {
        @Override
        public void consumerCame(String queue) {
            heard.add("+" + queue);
        }

        @Override
        public void consumerWent(String queue) {
            heard.add("-" + queue);
        }
    };

    private ServerLocator remote() {
        return ActiveMQClient.createServerLocatorWithoutHA(Settings.connector("test", HOST, port));
    }

    private static ClientSession session(ClientSessionFactory factory) throws ActiveMQException {
        return factory.createSession(BrokerConfig.USER, SECRET, false, true, true, false, 0);
    }

    @Test
    void isToldOfWhenItConsumesAndLeaves() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(config, listener);
                ServerLocator locator = remote()) {
            broker.sender().send(QUEUE, "over the wire", Map.of());
            try (ClientSessionFactory factory = locator.createSessionFactory();
                    ClientSession session = session(factory)) {
                session.start();
                assertThat(session.createConsumer(QUEUE).receive(5_000)).isNotNull();
                assertThat(broker.consumers(QUEUE)).isEqualTo(1);
                assertThat(broker.status().connections()).isEqualTo(1);
            }
            Eventually.until("it went", () -> heard.equals(List.of("+" + QUEUE, "-" + QUEUE)));
            Eventually.until("its connection is closed", () -> broker.status().connections() == 0);
        }
    }

    @Test
    void isToldOfWhenItFallsSilentAndTheInsideIsNot() throws Exception {
        List<Delivery> got = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(config.withConnectionTtl(Duration.ofMillis(200)), listener);
                ServerLocator locator = remote().setConnectionTTL(200).setClientFailureCheckPeriod(-1)) {
            broker.consume(QUEUE, got::add, Thread::new);
            // It sends no signs of life. By the time it is thrown out the silence inside has lasted as long.
            try (ClientSessionFactory factory = locator.createSessionFactory();
                    ClientSession session = session(factory)) {
                session.createConsumer(EmbeddedBroker.EXPIRED);
                assertThat(heard).contains("+" + EmbeddedBroker.EXPIRED);
                Eventually.until("it is thrown out", () -> heard.contains("-" + EmbeddedBroker.EXPIRED));
                assertThat(broker.consumers(EmbeddedBroker.EXPIRED)).isZero();
            }
            broker.sender().send(QUEUE, "still here", Map.of());
            Eventually.until("it arrives", () -> got.size() == 1);
            assertThat(heard).doesNotContain("-" + QUEUE);
        }
    }

    @Test
    void isNotLetInWithoutTheSecret() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(config, listener);
                ServerLocator locator = remote();
                ClientSessionFactory factory = locator.createSessionFactory()) {
            assertThat(broker.isRunning()).isTrue();
            assertThatThrownBy(() -> factory.createSession(BrokerConfig.USER, "guess", false, true, true, false, 0))
                    .isInstanceOf(ActiveMQException.class);
            assertThatThrownBy(() -> factory.createSession(false, true, true)).isInstanceOf(ActiveMQException.class);
        }
        assertThat(heard).isEmpty();
    }
}
