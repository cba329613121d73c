package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.broker.BrokerConfig.Redelivery;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
    private static final String SECRET = "a secret for tests";
    private static final String QUEUE = "priok.node.n1.0";
    private static final ThreadFactory THREADS = task -> new Thread(task, "consumer");

    private static BrokerConfig inProcess() {
        return BrokerConfig.of("test", "127.0.0.1", 0, "127.0.0.1", SECRET)
                .withRedelivery(new Redelivery(3, Duration.ofMillis(50), Duration.ofMillis(100)));
    }

    private static EmbeddedBroker start(BrokerConfig config) {
        return EmbeddedBroker.start(config, ConsumerListener.none());
    }

    @Test
    void deliversTextAndBytesWithTheirProperties() {
        List<Delivery> got = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = start(inProcess());
                QueueConsumer consumer = broker.consume(QUEUE, got::add, THREADS)) {
            broker.sender().send(QUEUE, "größe", Map.of("term", "7"));
            broker.sender().send(QUEUE, new Body.Bytes(ByteBuffer.wrap(new byte[] {1, 2})), Map.of());
            Eventually.until("both arrive", () -> got.size() == 2);
            assertThat(consumer).isNotNull();
        }
        assertThat(got)
                .containsExactly(
                        new Delivery(new Body.Text("größe"), Map.of("term", "7"), 1),
                        new Delivery(new Body.Bytes(ByteBuffer.wrap(new byte[] {1, 2})), Map.of(), 1));
    }

    @Test
    void keepsMessagesUntilTheConsumerComes() {
        List<Delivery> got = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = start(inProcess())) {
            broker.sender().send(QUEUE, "early", Map.of());
            Eventually.until("it waits", () -> broker.depth(QUEUE) == 1);
            try (QueueConsumer consumer = broker.consume(QUEUE, got::add, THREADS)) {
                Eventually.until("it arrives", () -> got.size() == 1);
                assertThat(consumer).isNotNull();
            }
        }
    }

    @Test
    void keepsTheOrderOfEachQueue() {
        int shards = 4;
        int each = 500;
        List<List<String>> got = IntStream.range(0, shards)
                .<List<String>>mapToObj(i -> new CopyOnWriteArrayList<>())
                .toList();
        try (EmbeddedBroker broker = start(inProcess())) {
            for (int shard = 0; shard < shards; shard++) {
                List<String> mine = got.get(shard);
                broker.consume("priok.node.n1." + shard, d -> mine.add(((Body.Text) d.body()).value()), THREADS);
            }
            for (int i = 0; i < each; i++) {
                for (int shard = 0; shard < shards; shard++) {
                    broker.sender().send("priok.node.n1." + shard, Integer.toString(i), Map.of());
                }
            }
            Eventually.until("all arrive", () -> got.stream().allMatch(list -> list.size() == each));
        }
        List<String> sent = IntStream.range(0, each).mapToObj(Integer::toString).toList();
        assertThat(got).allSatisfy(list -> assertThat(list).isEqualTo(sent));
    }

    @Test
    void deliversAgainWhatFailedOnceAndGoesOn() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        List<String> done = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = start(inProcess())) {
            broker.consume(
                    QUEUE,
                    delivery -> {
                        String text = ((Body.Text) delivery.body()).value();
                        if (text.equals("shaky")) {
                            attempts.add(delivery.attempt());
                            if (delivery.attempt() < 2) {
                                throw new IllegalStateException("not now");
                            }
                        }
                        done.add(text);
                    },
                    THREADS);
            broker.sender().send(QUEUE, "shaky", Map.of());
            broker.sender().send(QUEUE, "plain", Map.of());
            Eventually.until("both are done", () -> done.size() == 2);
            Eventually.until("the queue is empty", () -> broker.depth(QUEUE) == 0);
            assertThat(attempts).containsExactly(1, 2);
            assertThat(broker.depth(EmbeddedBroker.DEAD_LETTERS)).isZero();
        }
    }

    @Test
    void putsAsideWhatFailsEachTime() {
        AtomicInteger attempts = new AtomicInteger();
        List<Delivery> dead = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = start(inProcess())) {
            broker.consume(
                    QUEUE,
                    delivery -> {
                        attempts.incrementAndGet();
                        throw new IllegalStateException("never");
                    },
                    THREADS);
            broker.sender().send(QUEUE, "poison", Map.of("task", "t1"));
            Eventually.until("it is a dead letter", () -> broker.depth(EmbeddedBroker.DEAD_LETTERS) == 1);
            assertThat(attempts).hasValue(3);
            assertThat(broker.status()).isEqualTo(new BrokerStatus(0, 0, 1, 0, List.of()));
            broker.consume(EmbeddedBroker.DEAD_LETTERS, dead::add, THREADS);
            Eventually.until("it can be read", () -> dead.size() == 1);
        }
        assertThat(dead.get(0).body()).isEqualTo(new Body.Text("poison"));
        assertThat(dead.get(0).properties()).containsEntry("task", "t1");
    }

    @Test
    void failsAtOnceWhenMemoryIsFull() {
        String text = "x".repeat(20_000);
        try (EmbeddedBroker broker = start(inProcess().withMaxMemoryBytes(1_000_000))) {
            AtomicInteger taken = new AtomicInteger();
            assertThatThrownBy(() -> IntStream.range(0, 1_000).forEach(i -> {
                        broker.sender().send(QUEUE, text, Map.of());
                        taken.incrementAndGet();
                    }))
                    .isInstanceOf(BrokerException.class);
            int kept = taken.get();
            assertThat(kept).isBetween(5, 100);
            List<Delivery> got = new CopyOnWriteArrayList<>();
            broker.consume(QUEUE, got::add, THREADS);
            Eventually.until("room is made", () -> got.size() == kept);
            // The broker counts what was fetched a moment after it was.
            Eventually.until("room is used", () -> isTaken(broker, text));
            Eventually.until("and emptied", () -> got.size() == kept + 1);
        }
    }

    private static boolean isTaken(EmbeddedBroker broker, String text) {
        try {
            broker.sender().send(QUEUE, text, Map.of());
            return true;
        } catch (BrokerException full) {
            return false;
        }
    }

    @Test
    void forgetsWhatNobodyFetches() {
        try (EmbeddedBroker broker = start(inProcess().withExpiry(Duration.ofMillis(300)))) {
            broker.sender().send(QUEUE, "stale", Map.of());
            Eventually.until("it is put aside", () -> broker.depth(EmbeddedBroker.EXPIRED) == 1);
            Eventually.until("its queue is empty", () -> broker.depth(QUEUE) == 0);
            assertThat(broker.depth(EmbeddedBroker.DEAD_LETTERS)).isZero();
            assertThat(broker.status()).isEqualTo(new BrokerStatus(0, 0, 0, 1, List.of()));
        }
    }

    @Test
    void saysThatThePortIsTaken() {
        int port = FreePort.next();
        BrokerConfig config = BrokerConfig.of("first", "127.0.0.1", port, "127.0.0.1", SECRET);
        try (EmbeddedBroker broker = start(config)) {
            assertThat(broker.isRunning()).isTrue();
            assertThatThrownBy(() -> start(BrokerConfig.of("second", "127.0.0.1", port, "127.0.0.1", SECRET)))
                    .isInstanceOf(BrokerException.class);
        }
    }
}
