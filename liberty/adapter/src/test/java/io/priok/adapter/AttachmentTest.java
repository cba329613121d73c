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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.ra.ActiveMQRAManagedConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server with several managers to choose from. */
class AttachmentTest {
    private static final Logger LOG = LoggerFactory.getLogger(AttachmentTest.class);
    private static final String HOST = "127.0.0.1";
    private static final String REPORTS = "priok.local.reports";
    private static final List<String> QUEUES =
            IntStream.range(0, 4).mapToObj(shard -> "priok.node.n1." + shard).toList();

    @TempDir
    Path directory;

    private final StandInServer server = new StandInServer();
    private final PriokResourceAdapter adapter = new PriokResourceAdapter();
    private final List<Integer> ports = freePorts();
    private final List<String> went = new CopyOnWriteArrayList<>();
    private EmbeddedBroker first;
    private EmbeddedBroker second;
    private ConnectionFactory sends;

    @BeforeEach
    void start() throws Exception {
        first = broker(0);
        second = broker(1);
        write(ports.get(0), ports.get(1));
        adapter.setManagersFile(directory.resolve("managers").toString());
        adapter.setSecretFile(directory.resolve("secret").toString());
        adapter.setPassword("one");
        adapter.start(server);
        for (String queue : QUEUES) {
            QueueActivationSpec spec = new QueueActivationSpec();
            spec.setResourceAdapter(adapter);
            spec.setQueueName(queue);
            adapter.endpointActivation(server, spec);
        }
        ActiveMQRAManagedConnectionFactory managed = new ActiveMQRAManagedConnectionFactory();
        managed.setResourceAdapter(adapter);
        sends = (ConnectionFactory) managed.createConnectionFactory();
        allConsume(first);
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
        first.close();
        second.close();
    }

    private static List<Integer> freePorts() {
        return IntStream.range(41_010, 41_100)
                .filter(port -> {
                    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                        return socket.isBound();
                    } catch (IOException taken) {
                        return false;
                    }
                })
                .limit(3)
                .boxed()
                .toList();
    }

    private EmbeddedBroker broker(int index) {
        List<BrokerConfig.Peer> peers = ports.stream()
                .limit(2)
                .map(port -> new BrokerConfig.Peer(HOST, port))
                .toList();
        return EmbeddedBroker.start(
                BrokerConfig.of("b" + index, HOST, ports.get(index), HOST, "one")
                        .withPeers(peers),
                new ConsumerListener() {
                    @Override
                    public void consumerCame(String queue) {}

                    @Override
                    public void consumerWent(String queue) {
                        went.add(index + " " + queue);
                    }
                });
    }

    private void write(Integer... managers) throws IOException {
        Path fresh = Files.writeString(
                directory.resolve("new"),
                Arrays.stream(managers).map(port -> HOST + ":" + port).collect(Collectors.joining("\n")));
        Files.move(fresh, directory.resolve("managers"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean allAt(EmbeddedBroker broker) {
        return QUEUES.stream().allMatch(queue -> broker.consumers(queue) == 1);
    }

    private static void allConsume(EmbeddedBroker broker) {
        Eventually.until("all consumers are there", () -> allAt(broker));
    }

    private void send(String text) {
        try (JMSContext context = sends.createContext()) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .send(context.createQueue(REPORTS), text);
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    @Test
    void staysWhereItIsWhenTheListChangesBehindIt() throws Exception {
        write(ports.get(0), ports.get(2));
        Eventually.until(
                "the list is read",
                () -> !adapter.brokers().addresses().contains(new BrokerAddress(HOST, ports.get(1))));
        write(ports.get(0));
        Eventually.until("the list is read", () -> adapter.brokers().addresses().size() == 1);
        QUEUES.forEach(queue -> first.sender().send(queue, "still here", Map.of()));
        Eventually.until("they arrive", () -> server.received.size() == QUEUES.size());
        assertThat(went).noneMatch(gone -> gone.contains("priok.node"));
    }

    @Test
    void leavesABrokerThatIsNotListedAnyMore() throws Exception {
        write(ports.get(1));
        allConsume(second);
        assertThat(QUEUES).allMatch(queue -> first.consumers(queue) == 0);
    }

    @Test
    void movesToANewFirstWithoutLosingMessages() throws Exception {
        write(ports.get(1), ports.get(0));
        int sent = 0;
        for (; !allAt(second) || sent < 50; sent++) {
            String text = Integer.toString(sent);
            QUEUES.forEach(queue -> first.sender().send(queue, text, Map.of()));
            Eventually.pause();
        }
        List<String> all = IntStream.range(0, sent).mapToObj(Integer::toString).toList();
        Eventually.until("each arrives four times", () -> server.received.size() >= QUEUES.size() * all.size());
        assertThat(server.received).containsAll(all);
        send("where the consumers are");
        assertThat(second.depth(REPORTS)).isEqualTo(1);
    }

    @Test
    void goesBackToTheFirstWhenItIsThereAgain() {
        first.close();
        allConsume(second);
        first = broker(0);
        allConsume(first);
        assertThat(QUEUES).allMatch(queue -> second.consumers(queue) == 0);
    }

    @Test
    void leavesAFrozenBrokerAltogether() throws Exception {
        try (SilentProxy proxy = new SilentProxy(ports.get(2), ports.get(0))) {
            write(ports.get(2), ports.get(1));
            send("through the proxy");
            Eventually.until(
                    "consumers come through it",
                    () -> allAt(first) && adapter.route().isCurrent(new BrokerAddress(HOST, ports.get(2))));
            send("before");
            proxy.fallSilent();
            long frozen = System.nanoTime();
            CompletableFuture<Duration> failure = CompletableFuture.supplyAsync(() -> {
                assertThatThrownBy(() -> send("lost")).isInstanceOf(JMSRuntimeException.class);
                return since(frozen);
            });
            allConsume(second);
            Duration moved = since(frozen);
            Duration failed = failure.join();
            send("elsewhere");
            Duration sent = since(frozen);
            LOG.info(
                    "Frozen: all moved after {}, a send failed after {}, the next was done after {}",
                    moved,
                    failed,
                    sent);
            assertThat(second.depth(REPORTS)).isEqualTo(1);
            assertThat(failed).isLessThan(Duration.ofSeconds(3));
            assertThat(moved).isLessThan(Duration.ofSeconds(5));
        }
    }
}
