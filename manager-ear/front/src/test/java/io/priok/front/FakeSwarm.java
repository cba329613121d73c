package io.priok.front;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in for Liberty: answers {@code swarm <method> <uri> <body length>} and what a test adds. */
final class FakeSwarm implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<String> seen = new CopyOnWriteArrayList<>();
    final List<HttpExchange> exchanges = new CopyOnWriteArrayList<>();

    FakeSwarm() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        on("/", FakeSwarm::describe);
        on("/_ping", exchange -> {
            exchange.getResponseHeaders().set("Api-Version", "1.50");
            exchange.getResponseHeaders().set("Ostype", "linux");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : 2);
            if (!head) {
                exchange.getResponseBody().write("OK".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
    }

    void on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchanges.add(exchange);
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void describe(HttpExchange exchange) throws IOException {
        long length = 0;
        byte[] piece = new byte[64 << 10];
        InputStream body = exchange.getRequestBody();
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            length += read;
        }
        answer(exchange, "swarm " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + length);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
