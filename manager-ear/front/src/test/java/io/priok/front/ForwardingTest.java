package io.priok.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ForwardingTest {

    @Test
    void oneConnectionReachesBothBackendsInTurn() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/v1.50/services?i=" + i).answer())
                        .isEqualTo("200 swarm GET /v1.50/services?i=" + i + " 0");
                assertThat(client.get("/v1.50/containers/json?i=" + i).answer())
                        .isEqualTo("200 engine GET /v1.41/containers/json?i=" + i + " 0");
            }
            assertThat(scene.door.stats()).isEqualTo(new FrontDoorStats(1, 0, 0, 5, 5, 0));
            assertThat(scene.engine.accepted.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            client.sendHead(
                    "GET /info HTTP/1.1",
                    "Host: h",
                    "",
                    "POST /containers/create HTTP/1.1",
                    "Host: h",
                    "Content-Length: 3",
                    "",
                    "abcGET /v1.99/info HTTP/1.1",
                    "Host: h",
                    "",
                    "GET /containers/json HTTP/1.1",
                    "Host: h");
            assertThat(client.answer()).isEqualTo("200 swarm GET /info 0");
            assertThat(client.answer()).isEqualTo("200 engine POST /containers/create 3");
            assertThat(client.answer()).startsWith("400 {\"message\":\"client version 1.99 is too new.");
            assertThat(client.answer()).isEqualTo("200 engine GET /containers/json 0");
        }
    }

    @Test
    void headHasHeadersOnly() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            for (int i = 0; i < 3; i++) {
                Wire.Head head =
                        client.sendHead("HEAD /_ping HTTP/1.1", "Host: h").head();
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.header("Api-Version")).contains("1.50");
            }
            assertThat(client.get("/_ping").answer()).isEqualTo("200 OK");
        }
    }
}
