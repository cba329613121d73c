package io.priok.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DisconnectTest {

    /** Starts an answer that does not end and waits until the front door hangs up. */
    private static boolean follow(Wire.Head request, Wire wire) throws IOException {
        wire.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked").send("2\r\nhi\r\n");
        assertThat(wire.in.read()).isNegative();
        return false;
    }

    @Test
    void clientsDepartureEndsAFollowedLog() throws IOException {
        try (Scene scene = new Scene(DisconnectTest::follow)) {
            try (Wire client = Wire.to(scene.door)) {
                client.get("/containers/c/logs?follow=1").head();
                assertThat(client.chunk()).isEqualTo("hi");
                assertThat(scene.door.stats().inFlight()).isEqualTo(1);
                assertThat(scene.engine.open.get()).isEqualTo(1);
            }
            Poll.until("the engine sees the end", () -> scene.engine.open.get() == 0);
            Poll.until("nothing is in flight", () -> scene.door.stats().inFlight() == 0);
            assertThat(scene.door.stats().openConnections()).isZero();
        }
    }

    @Test
    void clientsDepartureEndsAHijackedStream() throws IOException {
        FakeEngine.Script stream = (request, wire) -> {
            wire.sendHead("HTTP/1.1 101 UPGRADED", "Connection: Upgrade", "Upgrade: tcp");
            assertThat(wire.in.read()).isNegative();
            return false;
        };
        try (Scene scene = new Scene(stream)) {
            try (Wire client = Wire.to(scene.door)) {
                client.sendHead("POST /exec/e/start HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: tcp");
                assertThat(client.head().status()).isEqualTo(101);
            }
            Poll.until("the engine sees the end", () -> scene.engine.open.get() == 0);
            Poll.until("no stream is left", () -> scene.door.stats().hijacked() == 0);
        }
    }

    @Test
    void anAnswerCutShortIsSeenAsSuch() throws IOException {
        FakeEngine.Script crash = (request, wire) -> {
            wire.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked").send("2\r\nhi\r\n");
            return false;
        };
        try (Scene scene = new Scene(crash);
                Wire client = Wire.to(scene.door)) {
            client.get("/containers/c/logs?follow=1").head();
            assertThat(client.chunk()).isEqualTo("hi");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void anAnswerEndedByClosingIsWhole() throws IOException {
        FakeEngine.Script oldStyle = (request, wire) -> {
            wire.sendHead("HTTP/1.1 200 OK", "Content-Type: text/plain").send("all of it");
            return false;
        };
        try (Scene scene = new Scene(oldStyle);
                Wire client = Wire.to(scene.door)) {
            assertThat(client.get("/containers/c/logs").head().header("Connection"))
                    .contains("close");
            assertThat(client.rest()).isEqualTo("all of it");
        }
    }

    @Test
    void noAnswerAtAllIsABadGateway() throws IOException {
        try (Scene scene = new Scene((request, wire) -> false);
                Wire client = Wire.to(scene.door)) {
            assertThat(client.get("/containers/json").answer()).startsWith("502 ");
            assertThat(client.get("/info").answer()).isEqualTo("200 swarm GET /info 0");
        }
    }

    @Test
    void retriesAReadThatMetAnAgeingConnection() throws IOException {
        AtomicInteger served = new AtomicInteger();
        // The first connection answers once and dies on its second request, as if it had timed out just then.
        FakeEngine.Script ageing =
                (request, wire) -> served.getAndIncrement() != 1 && FakeEngine.describe(request, wire);
        try (Scene scene = new Scene(ageing);
                Wire client = Wire.to(scene.door)) {
            assertThat(client.get("/containers/json").answer()).startsWith("200 ");
            assertThat(client.get("/images/json").answer()).isEqualTo("200 engine GET /images/json 0");
            assertThat(scene.engine.accepted.get()).isEqualTo(2);
        }
    }

    @Test
    void learnsTheEnginesVersionAnewAfterItsRestart() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            assertThat(client.get("/v1.50/containers/json").answer()).contains("/v1.41/");
            assertThat(client.get("/v1.50/containers/json").answer()).contains("/v1.41/");
            assertThat(scene.engine.seen.stream().filter(line -> line.contains("/version")))
                    .hasSize(1);
            scene.engine.version = "1.43";
            scene.engine.breakConnections();
            Poll.until("the engine's connections are gone", () -> scene.engine.open.get() == 0);
            Poll.until("the new version is used", () -> {
                try {
                    return client.get("/v1.50/containers/json").answer().contains("/v1.43/");
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
    }

    @Test
    void threeHundredFollowersAreServedByTwoThreads() throws IOException {
        try (Scene scene = new Scene(DisconnectTest::follow)) {
            List<Wire> followers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                followers.add(Wire.to(scene.door).get("/containers/c" + i + "/logs?follow=1"));
            }
            for (Wire follower : followers) {
                follower.head();
                assertThat(follower.chunk()).isEqualTo("hi");
            }
            assertThat(scene.door.stats().inFlight()).isEqualTo(300);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("priok-front")))
                    .hasSizeLessThanOrEqualTo(2);
            try (Wire other = Wire.to(scene.door)) {
                assertThat(other.get("/info").answer()).startsWith("200");
            }
            for (Wire follower : followers) {
                follower.close();
            }
            Poll.until("all followers are gone", () -> scene.engine.open.get() == 0);
        }
    }
}
