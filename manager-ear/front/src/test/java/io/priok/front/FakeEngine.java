package io.priok.front;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine on a unix socket of which a test scripts every answer. Answers {@code GET /version} by itself. */
final class FakeEngine implements AutoCloseable {

    /** Answers one request whose head has been read; returns whether the connection goes on. */
    interface Script {
        boolean answer(Wire.Head request, Wire wire) throws IOException;
    }

    private final ServerSocketChannel server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    final List<String> seen = new CopyOnWriteArrayList<>();
    final List<Wire.Head> heads = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger accepted = new AtomicInteger();
    volatile String version;

    FakeEngine(Path socket, String version, Script script) throws IOException {
        this.version = version;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        threads.execute(() -> accept(script));
    }

    /** Reads the body, however long, and answers {@code engine <first line> <body length>}. */
    static boolean describe(Wire.Head request, Wire wire) throws IOException {
        long length = 0;
        if (request.header("Transfer-Encoding").isPresent()) {
            for (String chunk = wire.chunk(); !chunk.isEmpty(); chunk = wire.chunk()) {
                length += chunk.length();
            }
        } else {
            byte[] piece = new byte[64 << 10];
            for (long left = request.length(); left > 0; ) {
                int read = wire.in.readNBytes(piece, 0, (int) Math.min(piece.length, left));
                left -= read;
                length += read;
            }
        }
        String text = "engine " + request.first().replace(" HTTP/1.1", "") + " " + length;
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
        return true;
    }

    private void accept(Script script) {
        try {
            while (true) {
                Wire wire = new Wire(server.accept());
                wires.add(wire);
                accepted.incrementAndGet();
                open.incrementAndGet();
                threads.execute(() -> serve(wire, script));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Wire wire, Script script) {
        try (wire) {
            boolean goOn = true;
            while (goOn) {
                Optional<Wire.Head> head = wire.tryHead();
                if (head.isEmpty()) {
                    return;
                }
                seen.add(head.get().first());
                heads.add(head.get());
                if (head.get().first().equals("GET /version HTTP/1.1")) {
                    wire.send("HTTP/1.1 200 OK\r\nApi-Version: " + version + "\r\nContent-Length: 2\r\n\r\n{}");
                } else {
                    goOn = script.answer(head.get(), wire);
                }
            }
        } catch (IOException gone) {
            // The front door left; the test looks at the count of open connections.
        } finally {
            open.decrementAndGet();
        }
    }

    /** Drops all connections, as an engine that restarts. */
    void breakConnections() throws IOException {
        for (Wire wire : new ArrayList<>(wires)) {
            wire.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        breakConnections();
        threads.shutdownNow();
    }
}
