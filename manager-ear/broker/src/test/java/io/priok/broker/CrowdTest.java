package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.broker.BrokerConfig.Redelivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One agent that does not read, or reads badly, is nobody else's trouble. */
final class CrowdTest {
    private static final ThreadFactory THREADS = task -> new Thread(task, "consumer");
    private static final String BAD = "priok.node.bad.0";
    private static final String GOOD = "priok.node.good.0";
    private static final int MANY = 500;

    private final List<Delivery> got = new CopyOnWriteArrayList<>();
    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(
                BrokerConfig.of("test", "127.0.0.1", 0, "127.0.0.1", "a secret for tests")
                        .withMaxMemoryBytes(4_000_000)
                        .withRedelivery(new Redelivery(3, Duration.ofMillis(50), Duration.ofMillis(100))),
                ConsumerListener.none());
        broker.consume(GOOD, got::add, THREADS);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aQueueThatNobodyReadsLeavesRoomForTheOthers() {
        assertThatThrownBy(() -> IntStream.range(0, 10_000)
                        .forEach(i -> broker.sender().send(BAD, "x".repeat(10_000), Map.of())))
                .isInstanceOf(BrokerException.class);
        othersAreServed();
    }

    @Test
    void aConsumerThatHangsHoldsNobodyUp() {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        broker.consume(
                BAD,
                delivery -> {
                    hanging.countDown();
                    released.await();
                },
                THREADS);
        IntStream.range(0, MANY).forEach(i -> broker.sender().send(BAD, "waits", Map.of()));
        Eventually.until("one hangs", () -> hanging.getCount() == 0);
        othersAreServed();
        Eventually.depth(broker, BAD, MANY);
        released.countDown();
        Eventually.until("it has read all", () -> broker.depth(BAD) == 0);
    }

    @Test
    void poisonOfOneIsNotInTheWayOfOthers() {
        broker.consume(
                BAD,
                delivery -> {
                    throw new IllegalStateException("never");
                },
                THREADS);
        IntStream.range(0, 50).forEach(i -> broker.sender().send(BAD, "poison", Map.of()));
        othersAreServed();
        Eventually.until("all poison is put aside", () -> broker.depth(EmbeddedBroker.DEAD_LETTERS) == 50);
    }

    private void othersAreServed() {
        IntStream.range(0, MANY).forEach(i -> broker.sender().send(GOOD, "small", Map.of()));
        Eventually.until("the others get theirs", () -> got.size() == MANY);
    }
}
