package io.priok.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamingTest {
    private static final int PIECE = 64 << 10;
    private static final long BIG = 100L << 20;

    private static void pour(OutputStream out, long bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = bytes; left > 0; left -= piece.length) {
            out.write(piece);
        }
    }

    private static long drain(InputStream in, long bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = bytes;
        while (left > 0) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return bytes - left;
    }

    @Test
    void passesEachChunkOnAtOnce() throws IOException {
        FakeEngine.Script lines = (request, wire) -> {
            wire.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            // Each line is written only when the client has confirmed the one before, by way of the engine's input.
            for (int i = 0; i < 3; i++) {
                wire.send("7\r\nline " + i + "\n\r\n");
                wire.in.read();
            }
            wire.send("0\r\n\r\n");
            return true;
        };
        try (Scene scene = new Scene(lines);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /containers/c/stats HTTP/1.1", "Host: h", "Content-Length: 3");
            assertThat(client.head().header("Transfer-Encoding")).contains("chunked");
            for (int i = 0; i < 3; i++) {
                assertThat(client.chunk()).isEqualTo("line " + i + "\n");
                client.send("+");
            }
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void carriesALargeBodyUpInASmallHeap() throws IOException {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThan(BIG);
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /v1.50/images/load HTTP/1.1", "Host: h", "Content-Length: " + BIG);
            pour(client.out, BIG);
            assertThat(client.answer()).isEqualTo("200 engine POST /v1.41/images/load " + BIG);
        }
    }

    @Test
    void carriesALargeBodyDownInASmallHeap() throws IOException {
        FakeEngine.Script image = (request, wire) -> {
            wire.sendHead("HTTP/1.1 200 OK", "Content-Length: " + BIG);
            pour(wire.out, BIG);
            return true;
        };
        try (Scene scene = new Scene(image);
                Wire client = Wire.to(scene.door)) {
            client.get("/images/x/get");
            assertThat(drain(client.in, client.head().length())).isEqualTo(BIG);
            assertThat(client.get("/info").answer()).isEqualTo("200 swarm GET /info 0");
        }
    }

    @Test
    void stopsReadingTheEngineWhenTheClientDoesNotRead() throws IOException {
        AtomicLong sent = new AtomicLong();
        FakeEngine.Script endless = (request, wire) -> {
            wire.sendHead("HTTP/1.1 200 OK", "Content-Length: " + BIG);
            for (long i = 0; i < BIG / PIECE; i++) {
                pour(wire.out, PIECE);
                sent.addAndGet(PIECE);
            }
            return true;
        };
        try (Scene scene = new Scene(endless);
                Wire client = Wire.to(scene.door)) {
            client.get("/images/x/get");
            long length = client.head().length();
            long[] before = {-1};
            // Stalled: nothing more left the engine between two looks.
            Poll.until("the engine is held back", () -> {
                long now = sent.get();
                boolean stalled = now > 0 && now == before[0];
                before[0] = now;
                java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
                return stalled;
            });
            assertThat(sent.get()).isLessThan(BIG / 2);
            assertThat(drain(client.in, length)).isEqualTo(BIG);
        }
    }

    @Test
    void passesTheBackendsConsentToABodyOn() throws IOException {
        FakeEngine.Script asks = (request, wire) -> {
            assertThat(request.header("Expect")).contains("100-continue");
            wire.sendHead("HTTP/1.1 100 Continue");
            return FakeEngine.describe(request, wire);
        };
        try (Scene scene = new Scene(asks);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /build HTTP/1.1", "Host: h", "Content-Length: 4", "Expect: 100-continue");
            assertThat(client.head().status()).isEqualTo(100);
            client.send("body");
            assertThat(client.answer()).isEqualTo("200 engine POST /build 4");
        }
    }

    @Test
    void forwardsChunkedRequestBodies() throws IOException {
        try (Scene scene = new Scene(FakeEngine::describe);
                Wire client = Wire.to(scene.door)) {
            for (String path : new String[] {"/build", "/services/create"}) {
                client.sendHead("POST " + path + " HTTP/1.1", "Host: h", "Transfer-Encoding: chunked");
                client.send("3\r\nabc\r\n").send("2\r\nde\r\n0\r\n\r\n");
                assertThat(client.answer()).endsWith("POST " + path + " 5");
            }
        }
    }

    @Test
    void deliversAnEarlyErrorToAClientThatStillSends() throws IOException {
        FakeEngine.Script impatient = (request, wire) -> {
            wire.sendHead("HTTP/1.1 400 Bad Request", "Content-Length: 2", "Connection: close");
            wire.send("no");
            return false;
        };
        try (Scene scene = new Scene(impatient);
                Wire client = Wire.to(scene.door)) {
            client.sendHead("POST /images/load HTTP/1.1", "Host: h", "Content-Length: " + BIG);
            CompletableFuture<Void> pouring = CompletableFuture.runAsync(() -> {
                try {
                    pour(client.out, BIG);
                } catch (IOException closed) {
                    // What the client does not get rid of no longer matters.
                }
            });
            Wire.Head head = client.head();
            assertThat(head.status()).isEqualTo(400);
            assertThat(head.header("Connection")).contains("close");
            assertThat(client.text(2)).isEqualTo("no");
            assertThat(client.atEnd()).isTrue();
            client.endOutput();
            pouring.join();
        }
    }
}
