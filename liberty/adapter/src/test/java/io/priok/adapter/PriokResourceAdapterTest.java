package io.priok.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.broker.BrokerConfig;
import io.priok.broker.ConsumerListener;
import io.priok.broker.EmbeddedBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.ra.ActiveMQRAManagedConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriokResourceAdapterTest {
    private static final List<String> QUEUES = List.of("priok.node.n1.0", "priok.node.n1.1", "priok.node.n1.2");

    @TempDir
    Path directory;

    private final StandInServer server = new StandInServer();
    private final PriokResourceAdapter adapter = new PriokResourceAdapter();
    private int first;
    private int second;

    @BeforeEach
    void start() throws Exception {
        first = freePort(41_000);
        second = freePort(first + 1);
        adapter.setManagersFile(directory.resolve("managers").toString());
        adapter.setSecretFile(directory.resolve("secret").toString());
        adapter.setDefaultManagers("127.0.0.1:" + first);
        adapter.setPassword("one");
        adapter.setWatchPeriod(50L);
        adapter.start(server);
        for (String queue : QUEUES) {
            QueueActivationSpec spec = new QueueActivationSpec();
            spec.setResourceAdapter(adapter);
            spec.setQueueName(queue);
            adapter.endpointActivation(server, spec);
        }
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    private static EmbeddedBroker broker(int port, String secret) {
        return EmbeddedBroker.start(
                BrokerConfig.of("b" + port, "127.0.0.1", port, "127.0.0.1", secret), ConsumerListener.none());
    }

    private static int freePort(int from) {
        return IntStream.range(from, from + 90)
                .filter(port -> {
                    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                        return socket.isBound();
                    } catch (IOException taken) {
                        return false;
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    private void write(String file, String content) throws IOException {
        Path fresh = Files.writeString(directory.resolve(file + ".new"), content);
        Files.move(fresh, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void allConsume(EmbeddedBroker broker) {
        Eventually.until(
                "all consumers are there", () -> QUEUES.stream().allMatch(queue -> broker.consumers(queue) == 1));
    }

    private void receives(EmbeddedBroker broker, String text) {
        QUEUES.forEach(queue -> broker.sender().send(queue, text, Map.of()));
        Eventually.until(
                text + " arrives",
                () -> server.received.stream().filter(text::equals).count() == QUEUES.size());
    }

    @Test
    void waitsForABrokerThatIsNotThereYet() {
        try (EmbeddedBroker broker = broker(first, "one")) {
            allConsume(broker);
            receives(broker, "hello");
        }
    }

    @Test
    void comesBackWhenItsBrokerDoes() {
        try (EmbeddedBroker broker = broker(first, "one")) {
            allConsume(broker);
        }
        try (EmbeddedBroker again = broker(first, "one")) {
            allConsume(again);
            receives(again, "again");
        }
    }

    @Test
    void goesToAnotherBrokerOfTheListWhenItsOwnDies() throws IOException {
        write("managers", "127.0.0.1:" + first + "\n127.0.0.1:" + second + "\n");
        try (EmbeddedBroker other = broker(second, "one")) {
            try (EmbeddedBroker broker = broker(first, "one")) {
                Eventually.until(
                        "all consume somewhere",
                        () -> QUEUES.stream().allMatch(queue -> broker.consumers(queue) + other.consumers(queue) == 1));
            }
            allConsume(other);
            receives(other, "moved");
        }
    }

    @Test
    void followsTheFilesToAnotherSwarm() throws IOException {
        try (EmbeddedBroker broker = broker(first, "one");
                EmbeddedBroker other = broker(second, "two")) {
            allConsume(broker);
            write("secret", "two");
            write("managers", "127.0.0.1:" + second);
            allConsume(other);
            receives(other, "joined");
            assertThat(QUEUES)
                    .allSatisfy(queue -> assertThat(broker.consumers(queue)).isZero());
        }
    }

    @Test
    void triesAgainAfterBeingRefused() throws IOException {
        try (EmbeddedBroker broker = broker(first, "another")) {
            Eventually.until("it is refused", adapter::isRefused);
            assertThat(QUEUES)
                    .allSatisfy(queue -> assertThat(broker.consumers(queue)).isZero());
            write("secret", "another");
            allConsume(broker);
        }
    }

    @Test
    void failsSendsAtOnceWithoutABrokerAndSendsWhenThereIsOne() throws Exception {
        ActiveMQRAManagedConnectionFactory managed = new ActiveMQRAManagedConnectionFactory();
        managed.setResourceAdapter(adapter);
        ConnectionFactory sends = (ConnectionFactory) managed.createConnectionFactory();
        long before = System.nanoTime();
        assertThatThrownBy(() -> send(sends, "lost")).isInstanceOf(JMSRuntimeException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        try (EmbeddedBroker broker = broker(first, "one")) {
            send(sends, "first");
            Eventually.until("the first arrives", () -> broker.depth("priok.managers.reports") == 1);
            try (EmbeddedBroker other = broker(second, "two")) {
                write("secret", "two");
                write("managers", "127.0.0.1:" + second);
                allConsume(other);
                send(sends, "second");
                Eventually.until("the second arrives", () -> other.depth("priok.managers.reports") == 1);
            }
        }
    }

    private static void send(ConnectionFactory sends, String text) {
        try (JMSContext context = sends.createContext()) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .send(context.createQueue("priok.managers.reports"), text);
        }
    }
}
