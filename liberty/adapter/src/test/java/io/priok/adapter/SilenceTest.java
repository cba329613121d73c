package io.priok.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final BrokerAddress A = new BrokerAddress("a", 1);
    private static final BrokerAddress B = new BrokerAddress("b", 1);

    private final AtomicLong now = new AtomicLong(1_000);
    private final List<String> ended = new ArrayList<>();
    private final Silence silence = new Silence(now::get, 1_000, 200);

    /** Knows its name and when it is failed, and nothing else. */
    private RemotingConnection connection(String name) {
        return (RemotingConnection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RemotingConnection.class},
                (proxy, method, arguments) -> answer(name, proxy, method.getName(), arguments));
    }

    private @Nullable Object answer(String name, Object proxy, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "hashCode" -> name.hashCode();
            case "equals" -> arguments != null && proxy == arguments[0];
            case "isDestroyed" -> ended.contains(name);
            case "getRemoteAddress" -> name;
            case "fail" -> {
                ended.add(name);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private void watchFor(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 200) {
            now.addAndGet(Duration.ofMillis(200).toNanos());
            silence.watch();
        }
    }

    @Test
    void endsAConnectionThatIsSilentForTooLong() {
        RemotingConnection one = connection("one");
        RemotingConnection other = connection("other");
        silence.heard(A, one);
        silence.heard(A, other);
        watchFor(Duration.ofMillis(800));
        silence.heard(A, other);
        watchFor(Duration.ofMillis(400));
        assertThat(ended).containsExactly("one");
        watchFor(Duration.ofMillis(800));
        assertThat(ended).containsExactly("one", "other");
    }

    @Test
    void judgesNobodyAfterItWasHeldUpItself() {
        RemotingConnection one = connection("one");
        silence.heard(A, one);
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        silence.watch();
        watchFor(Duration.ofSeconds(1));
        assertThat(ended).isEmpty();
        watchFor(Duration.ofMillis(200));
        assertThat(ended).containsExactly("one");
    }

    @Test
    void endsAllConnectionsToOneBroker() {
        silence.heard(A, connection("one"));
        silence.heard(B, connection("other"));
        silence.heard(A, connection("third"));
        silence.end(A);
        assertThat(ended).containsExactlyInAnyOrder("one", "third");
    }
}
