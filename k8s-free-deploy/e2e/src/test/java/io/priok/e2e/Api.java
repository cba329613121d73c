package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * HTTP/1.1 as bytes, over TCP or a unix socket: a library would not send what a broken client sends. One connection a request.
 *
 * @param host as in DOCKER_HOST, {@code tcp://127.0.0.1:2375} or {@code unix:///run/docker.sock}
 */
public record Api(String host) {
    private static final String VERSION = "/v1.41";

    public Response get(String path) {
        return send("GET", path, "");
    }

    public Response post(String path, JsonValue body) {
        return send("POST", path, body.toString());
    }

    public Response delete(String path) {
        return send("DELETE", path, "");
    }

    /** The objects of a listing: {@code list("/tasks", "service", "web")}. */
    public List<JsonObject> list(String path, String... filter) {
        return get(path + filters(filter)).expect(200).array().getValuesAs(JsonObject.class);
    }

    /** The query for alternating names and values. */
    public static String filters(String... filter) {
        if (filter.length == 0) {
            return "";
        }
        var names = Json.createObjectBuilder();
        for (int i = 0; i < filter.length; i += 2) {
            names.add(filter[i], Json.createObjectBuilder().add(filter[i + 1], true));
        }
        return "?filters=" + URLEncoder.encode(names.build().toString(), StandardCharsets.UTF_8);
    }

    public Response send(String method, String path, String body) {
        return send(method, path, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    public Response send(String method, String path, Map<String, String> headers, byte[] body) {
        // "/_ping" and paths that name a version are sent as they are.
        String full = path.startsWith("/_ping") || path.matches("/v\\d.*") ? path : VERSION + path;
        String fields = headers.entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue() + "\r\n")
                .collect(Collectors.joining());
        String length = body.length > 0 || !method.equals("GET") ? "Content-Length: " + body.length + "\r\n" : "";
        String head =
                method + " " + full + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n" + fields + length + "\r\n";
        try (SocketChannel channel = connect()) {
            write(channel, head.getBytes(StandardCharsets.UTF_8));
            try {
                write(channel, body);
            } catch (IOException refused) {
                // The server has answered before it read all, and closed: the answer is what counts.
            }
            return read(Channels.newInputStream(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + full + " at " + host + ": " + e.getMessage(), e);
        }
    }

    private SocketChannel connect() throws IOException {
        URI uri = URI.create(host);
        boolean unix = "unix".equals(uri.getScheme());
        SocketAddress address =
                unix ? UnixDomainSocketAddress.of(uri.getPath()) : new InetSocketAddress(uri.getHost(), uri.getPort());
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            channel.connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static Response read(InputStream in) throws IOException {
        String status = line(in);
        if (status.isEmpty()) {
            throw new IOException("connection closed without an answer");
        }
        boolean chunked = false;
        int length = -1;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            String lower = field.toLowerCase(java.util.Locale.ROOT);
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
        }
        byte[] body = chunked ? chunks(in) : length >= 0 ? in.readNBytes(length) : in.readAllBytes();
        return new Response(Integer.parseInt(status.substring(9, 12)), new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            all.write(in.readNBytes(size));
            line(in);
        }
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** A status and a body. */
    public record Response(int status, String body) {
        public Response expect(int expected) {
            assertThat(status).as("status, body %s", body).isEqualTo(expected);
            return this;
        }

        public JsonObject object() {
            return (JsonObject) json();
        }

        public JsonArray array() {
            return (JsonArray) json();
        }

        /** The words of a refusal, or the whole body where there is no such member. */
        public String message() {
            return body.startsWith("{") ? object().getString("message", body) : body.strip();
        }

        private JsonStructure json() {
            try (JsonReader reader = Json.createReader(new StringReader(body))) {
                return reader.read();
            }
        }
    }
}
