package io.priok.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final BrokerAddress A = new BrokerAddress("a", 1);
    private static final BrokerAddress B = new BrokerAddress("b", 1);
    private static final BrokerAddress C = new BrokerAddress("c", 1);

    private final AtomicLong now = new AtomicLong(1_000);
    private final Route route = new Route(now::get);

    @BeforeEach
    void list() {
        route.list(List.of(A, B, C));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void prefersTheOrderOfTheList() {
        assertThat(route.candidates()).containsExactly(A, B, C);
    }

    @Test
    void triesLastForAWhileWhatFailed() {
        route.failed(A);
        assertThat(route.candidates()).containsExactly(B, C, A);
        pass(Duration.ofSeconds(1));
        route.failed(B);
        assertThat(route.candidates()).containsExactly(C, A, B);
        pass(Duration.ofSeconds(20));
        assertThat(route.candidates()).startsWith(A);
    }

    @Test
    void hasNoneAfterTheCurrentOneFailed() {
        route.settle(B);
        assertThat(route.failed(A)).isFalse();
        assertThat(route.current()).contains(B);
        assertThat(route.failed(B)).isTrue();
        assertThat(route.current()).isEmpty();
        assertThat(route.failed(B)).isFalse();
    }

    @Test
    void staysWhenTheListStillHoldsTheCurrentOne() {
        route.settle(B);
        assertThat(route.list(List.of(C, B))).isTrue();
        assertThat(route.current()).contains(B);
        assertThat(route.list(List.of(A, C))).isFalse();
        assertThat(route.current()).isEmpty();
    }

    @Test
    void doesNotSettleAtWhatIsNotListed() {
        route.settle(new BrokerAddress("d", 1));
        assertThat(route.current()).isEmpty();
    }

    @Test
    void knowsOfABetterOneWhenTheFirstIsNotTheCurrent() {
        assertThat(route.better()).as("none is current").isEmpty();
        route.settle(A);
        assertThat(route.better()).isEmpty();
        route.settle(B);
        assertThat(route.better()).contains(A);
        route.failed(A);
        assertThat(route.better()).as("it failed a moment ago").isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(route.better()).contains(A);
    }

    @Test
    void trustsABrokerThatIsBackOnlyAfterAWhile() {
        route.settle(B);
        assertThat(route.answered(A)).isFalse();
        assertThat(route.better()).as("it need not be asked all the time").isEmpty();
        pass(Duration.ofSeconds(10));
        assertThat(route.better()).contains(A);
        assertThat(route.answered(A)).isTrue();

        route.failed(A);
        pass(Duration.ofSeconds(6));
        assertThat(route.better()).contains(A);
        assertThat(route.answered(A)).as("it begins anew").isFalse();
    }
}
