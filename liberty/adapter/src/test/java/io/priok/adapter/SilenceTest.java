package io.priok.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.Ping;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final BrokerAddress A = new BrokerAddress("a", 1);
    private static final BrokerAddress B = new BrokerAddress("b", 1);

    private final AtomicLong now = new AtomicLong(1_000);
    private final List<String> ended = new ArrayList<>();
    private final Silence silence = new Silence(Runnable::run, now::get, 1_000, 200);

    /** Knows its name and when it is failed, and nothing else. */
    private RemotingConnection connection(String name) {
        return (RemotingConnection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RemotingConnection.class},
                (proxy, method, arguments) -> answer(name, method.getName(), arguments));
    }

    private @Nullable Object answer(String name, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "hashCode" -> name.hashCode();
            case "equals" -> arguments != null && String.valueOf(arguments[0]).equals(name);
            case "toString" -> name;
            case "isDestroyed" -> ended.contains(name);
            case "getRemoteAddress" -> name;
            case "fail" -> {
                ended.add(name);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private Set<BrokerAddress> watchFor(Duration time) {
        Set<BrokerAddress> silent = new HashSet<>();
        for (long left = time.toMillis(); left > 0; left -= 200) {
            now.addAndGet(Duration.ofMillis(200).toNanos());
            silent.addAll(silence.watch());
        }
        return silent;
    }

    @Test
    void knowsABrokerThatIsSilentForTooLongOnOneConnection() {
        RemotingConnection other = connection("other");
        silence.heard(A, connection("one"));
        silence.heard(A, other);
        silence.heard(B, connection("third"));
        assertThat(watchFor(Duration.ofMillis(800))).isEmpty();
        silence.heard(A, other);
        silence.heard(B, connection("third"));
        assertThat(watchFor(Duration.ofMillis(400))).containsExactly(A);
    }

    @Test
    void countsAConnectionFromItsFirstWord() throws Exception {
        RemotingConnection one = connection("one");
        silence.speaker(A).intercept(new Ping(1), one);
        assertThat(watchFor(Duration.ofMillis(800))).isEmpty();
        silence.speaker(A).intercept(new Ping(1), one);
        assertThat(watchFor(Duration.ofMillis(400))).containsExactly(A);
    }

    @Test
    void judgesNobodyAfterItWasHeldUpItself() {
        silence.heard(A, connection("one"));
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(silence.watch()).isEmpty();
        assertThat(watchFor(Duration.ofSeconds(1))).isEmpty();
        assertThat(watchFor(Duration.ofMillis(200))).containsExactly(A);
    }

    @Test
    void endsAllConnectionsToOneBroker() {
        silence.heard(A, connection("one"));
        silence.heard(B, connection("other"));
        silence.heard(A, connection("third"));
        silence.end(A);
        assertThat(ended).containsExactlyInAnyOrder("one", "third");
    }

    @Test
    void forgetsConnectionsThatEnded() {
        silence.heard(A, connection("one"));
        ended.add("one");
        assertThat(watchFor(Duration.ofSeconds(3))).isEmpty();
    }
}
