package io.priok.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HijackTest {
    private static final String RAW = "Content-Type: application/vnd.docker.raw-stream";

    /** Reads the request's body and its standard input to the end, and then answers with both. */
    private static boolean echo(Wire.Head request, Wire wire) throws IOException {
        String body = wire.text(request.length());
        if (request.header("Upgrade").isPresent()) {
            String protocol = request.header("Upgrade").get();
            wire.sendHead("HTTP/1.1 101 UPGRADED", RAW, "Connection: Upgrade", "Upgrade: " + protocol);
        } else {
            wire.sendHead("HTTP/1.1 200 OK", RAW);
        }
        wire.send("first ");
        String input = wire.rest();
        wire.send(body + " " + input + " done");
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1.50/exec/e/start", "/v1.50/containers/c/attach?stdin=1", "/session", "/grpc"})
    void earlyEndOfInputStillGetsTheWholeAnswer(String path) throws IOException {
        try (Scene scene = new Scene(HijackTest::echo);
                Wire client = Wire.to(scene.door)) {
            client.sendHead(
                    "POST " + path + " HTTP/1.1",
                    "Host: h",
                    "Connection: Upgrade",
                    "Upgrade: tcp",
                    "Content-Length: 2");
            client.send("{}");
            Wire.Head head = client.head();
            assertThat(head.first()).isEqualTo("HTTP/1.1 101 UPGRADED");
            assertThat(head.header("Upgrade")).contains("tcp");
            assertThat(head.header("Connection")).contains("Upgrade");
            Poll.until("counted as a stream", () -> scene.door.stats().hijacked() == 1);
            assertThat(scene.door.stats().inFlight()).isZero();
            client.send("hi").endOutput();
            assertThat(client.rest()).isEqualTo("first {} hi done");
            Poll.until("both sides closed", () -> scene.door.stats().openConnections() == 0);
            assertThat(scene.door.stats().hijacked()).isZero();
        }
    }

    @Test
    void inputSentTogetherWithTheRequestIsNotLost() throws IOException {
        try (Scene scene = new Scene(HijackTest::echo);
                Wire client = Wire.to(scene.door)) {
            client.sendHead(
                    "POST /containers/c/attach HTTP/1.1",
                    "Host: h",
                    "Connection: Upgrade",
                    "Upgrade: tcp",
                    "",
                    "GET /x");
            client.endOutput();
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(client.rest()).isEqualTo("first  GET /x\r\n\r\n done");
        }
    }

    @Test
    void oldClientsGetARawBody() throws IOException {
        try (Scene scene = new Scene(HijackTest::echo);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /exec/e/start HTTP/1.1", "Host: h", "Content-Length: 2")
                    .send("{}");
            assertThat(client.head().status()).isEqualTo(200);
            client.send("hi").endOutput();
            assertThat(client.rest()).isEqualTo("first {} hi done");
        }
    }

    @Test
    void outputBeforeAnImmediateEndArrivesThoughInputIsUnread() throws IOException {
        String output = "x".repeat(200_000);
        FakeEngine.Script deaf = (request, wire) -> {
            wire.sendHead("HTTP/1.1 101 UPGRADED", RAW, "Connection: Upgrade", "Upgrade: tcp");
            wire.send(output);
            return false;
        };
        for (int i = 0; i < 20; i++) {
            try (Scene scene = new Scene(deaf);
                    Wire client = Wire.to(scene.door)) {
                client.sendHead("POST /exec/e/start HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: tcp");
                client.send("y".repeat(300_000));
                assertThat(client.head().status()).isEqualTo(101);
                assertThat(client.rest()).isEqualTo(output);
            }
        }
    }

    @Test
    void aRefusedHijackLeavesTheConnectionUsable() throws IOException {
        FakeEngine.Script missing = (request, wire) -> {
            wire.text(request.length());
            wire.sendHead("HTTP/1.1 404 Not Found", "Content-Length: 2").send("no");
            return true;
        };
        try (Scene scene = new Scene(missing);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /exec/e/start HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: tcp");
            assertThat(client.answer()).isEqualTo("404 no");
            assertThat(client.get("/info").answer()).isEqualTo("200 swarm GET /info 0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"POST /containers/c/start", "GET /containers/c/attach/ws", "POST /services/create", "GET /events"
            })
    void upgradesAreNotPassedOnElsewhere(String operation) throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            client.sendHead(
                    operation + " HTTP/1.1",
                    "Host: h",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABk");
            assertThat(client.answer()).startsWith("200 ").contains(operation);
            scene.engine.heads.forEach(
                    head -> assertThat(head.headers().toString().toLowerCase(java.util.Locale.ROOT))
                            .doesNotContain("upgrade", "http2"));
            scene.swarm.exchanges.forEach(exchange ->
                    assertThat(exchange.getRequestHeaders()).doesNotContainKeys("Upgrade", "Http2-settings"));
        }
    }

    @Test
    void anUnaskedSwitchOfProtocolIsRefused() throws IOException {
        FakeEngine.Script switching = (request, wire) -> {
            wire.sendHead("HTTP/1.1 101 UPGRADED", "Connection: Upgrade", "Upgrade: tcp");
            return true;
        };
        try (Scene scene = new Scene(switching);
                Wire client = Wire.to(scene.door)) {
            assertThat(client.get("/containers/json").answer()).startsWith("502 {\"message\":\"the Docker daemon");
        }
    }

    @Test
    void streamsBothWaysUnderBackPressure() throws IOException {
        FakeEngine.Script mirror = (request, wire) -> {
            wire.sendHead("HTTP/1.1 101 UPGRADED", "Connection: Upgrade", "Upgrade: h2c");
            wire.in.transferTo(wire.out);
            return false;
        };
        byte[] piece = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
        int pieces = 400;
        try (Scene scene = new Scene(mirror);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /session HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: h2c");
            assertThat(client.head().status()).isEqualTo(101);
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < pieces; i++) {
                        client.out.write(piece);
                    }
                    client.endOutput();
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            writer.start();
            for (int i = 0; i < pieces; i++) {
                assertThat(client.in.readNBytes(piece.length)).isEqualTo(piece);
            }
            assertThat(client.atEnd()).isTrue();
        }
    }
}
