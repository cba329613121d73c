package io.priok.api.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.control.port.EngineAddress;
import io.priok.control.port.EngineHttp;
import io.priok.domain.Refusal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSocketTest {
    @TempDir
    Path directory;

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private ServerSocketChannel server;
    private EngineSocket engine;

    @BeforeEach
    void listen() throws IOException {
        Path socket = directory.resolve("d.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        engine = new EngineSocket(new EngineAddress(socket), pool);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        pool.shutdownNow();
    }

    /** Answers one connection, piece by piece, and gives what was asked. */
    private CompletableFuture<String> answer(String... pieces) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (SocketChannel client = server.accept()) {
                        ByteBuffer request = ByteBuffer.allocate(4096);
                        client.read(request);
                        for (String piece : pieces) {
                            client.write(ByteBuffer.wrap(piece.getBytes(UTF_8)));
                        }
                        return new String(request.array(), 0, request.position(), UTF_8);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                pool);
    }

    @Test
    void readsABodyOfKnownLength() {
        CompletableFuture<String> asked =
                answer("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhel", "lo");

        EngineHttp.Response response = engine.send("POST", "/networks/create", "{}".getBytes(UTF_8));

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers()).containsEntry("content-type", "application/json");
        assertThat(new String(response.body(), UTF_8)).isEqualTo("hello");
        assertThat(asked.join())
                .isEqualTo("POST /networks/create HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Type:"
                        + " application/json\r\nContent-Length: 2\r\n\r\n{}");
    }

    @Test
    void readsAChunkedBodyAcrossPieces() {
        CompletableFuture<String> asked = answer(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab", "cd\r\n", "3;x=y\r\nefg\r\n0\r\n\r\n");

        assertThat(new String(engine.get("/info").body(), UTF_8)).isEqualTo("abcdefg");
        assertThat(asked.join()).startsWith("GET /info HTTP/1.1\r\n");
    }

    @Test
    void readsAnAnswerWithoutABody() {
        CompletableFuture<String> asked = answer("HTTP/1.1 204 No Content\r\n\r\n");

        assertThat(engine.send("DELETE", "/networks/x", null).body()).isEmpty();
        assertThat(asked.join()).startsWith("DELETE /networks/x HTTP/1.1\r\n");
    }

    @Test
    void saysThatTheEngineIsGone() throws IOException {
        server.close();

        assertThatThrownBy(() -> engine.get("/info"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE))
                .hasMessageContaining("Cannot connect to the Docker daemon at unix://");
    }

    @Test
    void refusesAnAnswerThatIsCutOff() {
        CompletableFuture<String> asked = answer("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf");

        assertThatThrownBy(() -> engine.get("/info")).isInstanceOf(Refusal.class);
        assertThat(asked.join()).isNotEmpty();
    }

    @Test
    void passesLinesOnAsTheyComeAndEndsOnClose() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        CompletableFuture<SocketChannel> accepted = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.accept();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                pool);
        EngineHttp.Streaming stream = engine.stream("/events", lines::add);
        try (SocketChannel client = accepted.join()) {
            write(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"a\":1\r\n");
            write(client, "2\r\n}\n\r\n");
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"a\":1}");
            stream.close();
            assertThat(stream.ended().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isNull();
        }
    }

    private static void write(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
}
