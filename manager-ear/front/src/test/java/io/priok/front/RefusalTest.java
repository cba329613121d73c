package io.priok.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class RefusalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4|Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked|Content-Length: 4",
                "Content-Length: 4|Content-Length: 5",
                "Content-Length: 4|Content-Length: 4",
                "Content-Length: 4, 5",
                "Content-Length: -1",
                "Content-Length: +4",
                "Content-Length: 4x",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked|Transfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "X-Folded: a| b",
                "X-Folded: a|\tTransfer-Encoding: chunked",
                "Host: other",
                "No colon"
            })
    void refusesHeadsThatCouldBeReadInTwoWays(String headers) throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /containers/create HTTP/1.1", "Host: h", headers.replace("|", "\r\n"));
            client.send("0\r\n\r\n");
            Wire.Head head = client.head();
            assertThat(head.status()).isEqualTo(400);
            assertThat(head.header("Connection")).contains("close");
            assertThat(client.text(head.length())).startsWith("{\"message\":\"");
            assertThat(client.endOutput().atEnd()).isTrue();
            assertThat(scene.engine.seen).isEmpty();
            assertThat(scene.door.stats().refused()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE", "GET /info", "GET /info HTTP/2.0", "GET /info HTTP/1.1 extra", "\0\1\2"})
    void refusesWhatIsNotHttp(String line) throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            assertThat(client.sendHead(line, "Host: h").head().status()).isIn(400, 505);
            assertThat(scene.swarm.seen).isEmpty();
        }
    }

    @Test
    void limitsTheHead() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe)) {
            String half = "x".repeat(17_000);
            for (List<String> head : List.of(
                    List.of("GET /info?" + half + half + " HTTP/1.1", "Host: h"),
                    List.of("GET /info HTTP/1.1", "Host: h", "X: " + half + half),
                    List.of("GET /info?" + half + " HTTP/1.1", "Host: h", "X: " + half))) {
                try (Wire client = Wire.to(scene.door)) {
                    assertThat(client.sendHead(head.toArray(String[]::new))
                                    .head()
                                    .status())
                            .isEqualTo(431);
                }
            }
            assertThat(scene.swarm.seen).isEmpty();
        }
    }

    @Test
    void closesWhenAHeadTakesTooLong() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe, config -> config.withHeadTimeout(Duration.ofMillis(200)));
                Wire slow = Wire.to(scene.door);
                Wire silent = Wire.to(scene.door);
                Wire keptAlive = Wire.to(scene.door)) {
            slow.send("GET /info HTTP/1.1\r\nHost:");
            assertThat(keptAlive.get("/info").answer()).startsWith("200");
            assertThat(slow.atEnd()).isTrue();
            assertThat(silent.atEnd()).isTrue();
            assertThat(keptAlive.get("/info").answer()).startsWith("200");
        }
    }

    @Test
    void refusesOversizeBodiesBeforeTheyReachPriok() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe, config -> config.withSwarmBodyLimit(1000))) {
            try (Wire declared = Wire.to(scene.door)) {
                declared.sendHead("POST /services/create HTTP/1.1", "Host: h", "Content-Length: " + (100L << 20));
                assertThat(declared.answer())
                        .isEqualTo("413 {\"message\":\"request body too large: the limit is 1000 bytes\"}\n");
            }
            assertThat(scene.swarm.seen).isEmpty();
            try (Wire counted = Wire.to(scene.door)) {
                counted.sendHead("POST /services/create HTTP/1.1", "Host: h", "Transfer-Encoding: chunked");
                counted.send("3e8\r\n" + "x".repeat(1000) + "\r\n").send("1\r\ny\r\n");
                assertThat(counted.answer()).startsWith("413 ");
            }
            try (Wire fitting = Wire.to(scene.door)) {
                fitting.sendHead("POST /services/create HTTP/1.1", "Host: h", "Content-Length: 1000");
                fitting.send("x".repeat(1000));
                assertThat(fitting.answer()).isEqualTo("200 swarm POST /services/create 1000");
                fitting.sendHead("POST /build HTTP/1.1", "Host: h", "Content-Length: 1001");
                fitting.send("x".repeat(1001));
                assertThat(fitting.answer()).isEqualTo("200 engine POST /build 1001");
            }
        }
    }

    @Test
    void saysWhichBackendIsMissing() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress nobody;
        try (FakeSwarm gone = new FakeSwarm()) {
            nobody = gone.address();
        }
        try (FrontDoor door = FrontDoor.start(
                        FrontDoorConfig.of(any, nobody).withEngineSocket(Path.of("/nonexistent/e.sock")));
                Wire client = Wire.to(door)) {
            assertThat(client.get("/v1.50/containers/json").answer())
                    .isEqualTo("503 {\"message\":\"Cannot connect to the Docker daemon at unix:///nonexistent/e.sock."
                            + " Is the docker daemon running?\"}\n");
            assertThat(client.get("/v1.50/nodes").answer())
                    .isEqualTo("503 {\"message\":\"Priok's API is not ready yet. Try again in a moment.\"}\n");
        }
    }

    @Test
    void guardDecidesFirst() throws IOException {
        RequestGuard readOnly = request -> request.method().equals("GET")
                        && request.remote() instanceof InetSocketAddress from
                        && from.getAddress().isLoopbackAddress()
                ? Optional.empty()
                : Optional.of(new RequestGuard.Refusal(403, "not \"allowed\": " + request.target()));
        try (Scene scene = new Scene(FakeEngine::describe, config -> config.withGuard(readOnly));
                Wire client = Wire.to(scene.door)) {
            assertThat(client.sendHead("DELETE /v1.99/nodes/x?force=1 HTTP/1.1", "Host: h")
                            .answer())
                    .isEqualTo("403 {\"message\":\"not \\\"allowed\\\": /v1.99/nodes/x?force=1\"}\n");
            assertThat(client.get("/nodes").answer()).isEqualTo("200 swarm GET /nodes 0");
        }
    }

    @Test
    void clientsCannotPoseAsATrustedProxy() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("GET /_ping HTTP/1.1", "Host: h", "$WSRU: root", "X-Forwarded-For: 1.2.3.4", "X-Other: y");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(scene.swarm.exchanges.get(0).getRequestHeaders())
                    .doesNotContainKeys("$wsru", "X-forwarded-for")
                    .containsKey("X-other");
            assertThat(scene.swarm.exchanges.get(0).getRequestHeaders().getFirst("Host"))
                    .as("the name by which the server knows the application")
                    .startsWith("localhost:");
        }
    }
}
