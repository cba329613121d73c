package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.message.Queues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinLineTest {
    private static final String HOST = "127.0.0.1";
    private static final String NONCE = "abcdefghijklmnopqrstuvwxyz";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(700);

    private final int port = FreePort.next();

    private EmbeddedBroker broker() {
        return EmbeddedBroker.start(BrokerConfig.of("m", HOST, port, HOST, Member.SECRET), ConsumerListener.none());
    }

    private String ask(String body, Duration timeout) throws JoinLineException {
        return JoinLine.ask(HOST, port, Queues.JOIN, Queues.joinAnswer(NONCE), body, timeout);
    }

    @Test
    void bringsTheQuestionThereAndTheAnswerBack() throws Exception {
        List<Delivery> asked = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = broker()) {
            broker.consume(
                    Queues.JOIN,
                    ask -> {
                        asked.add(ask);
                        broker.sender().send(Queues.joinAnswer(NONCE), "welcome", Map.of());
                    },
                    Thread::new);
            assertThat(ask("{\"größe\":1}", PATIENCE)).isEqualTo("welcome");
            assertThat(ask("again", PATIENCE)).isEqualTo("welcome");
            Eventually.until("the connections are closed", () -> broker.status().joining() == 0);
        }
        assertThat(asked)
                .containsExactly(
                        new Delivery(new Body.Text("{\"größe\":1}"), Map.of(Queues.KIND, "JoinAsk"), 1),
                        new Delivery(new Body.Text("again"), Map.of(Queues.KIND, "JoinAsk"), 1));
    }

    @Test
    void fetchesAnAnswerThatCameAfterTheFirstAttempt() throws Exception {
        try (EmbeddedBroker broker = broker()) {
            assertThatThrownBy(() -> ask("slow", SHORT)).isInstanceOf(JoinLineException.NoAnswer.class);
            Eventually.until("the connection is closed", () -> broker.status().joining() == 0);
            broker.sender().send(Queues.joinAnswer(NONCE), "late", Map.of());
            assertThat(ask("slow", PATIENCE)).isEqualTo("late");
        }
    }

    @Test
    void saysThatNothingListens() {
        assertThatThrownBy(() -> ask("x", PATIENCE)).isInstanceOf(JoinLineException.Refused.class);
        assertThatThrownBy(() -> JoinLine.localAddressTowards(HOST, port, PATIENCE))
                .isInstanceOf(JoinLineException.Refused.class);
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            assertThat(silent.isBound()).isTrue();
            long before = System.nanoTime();
            assertThatThrownBy(() -> ask("x", SHORT)).isInstanceOf(JoinLineException.NoAnswer.class);
            assertThat(Member.since(before)).isBetween(SHORT.minusMillis(50), SHORT.plusSeconds(2));
        }
        assertThatThrownBy(() -> JoinLine.ask("name.invalid", port, Queues.JOIN, "q", "x", SHORT))
                .isInstanceOf(JoinLineException.NoAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2p1\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n"})
    void saysThatSomethingElseListens(String says) throws Exception {
        try (ServerSocket other = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            Thread service = new Thread(() -> answer(other, says), "service");
            service.start();
            assertThatThrownBy(() -> ask("x", PATIENCE)).isInstanceOf(JoinLineException.NotAManager.class);
            service.join();
        }
    }

    private static void answer(ServerSocket other, String says) {
        try (Socket socket = other.accept()) {
            assertThat(socket.getInputStream().read()).isEqualTo('A');
            socket.getOutputStream().write(says.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsTheLocalAddress() throws Exception {
        try (EmbeddedBroker broker = broker()) {
            assertThat(broker.isRunning()).isTrue();
            assertThat(JoinLine.localAddressTowards(HOST, port, PATIENCE).getHostAddress())
                    .isEqualTo(HOST);
        }
    }
}
