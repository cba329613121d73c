package io.priok.api.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import io.priok.control.port.EngineHttp;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** The parts of an HTTP/1.1 answer. */
final class HttpAnswer {
    private static final int LONGEST_LINE = 64 * 1024;

    private HttpAnswer() {}

    record Head(int status, Map<String, String> headers) {
        boolean isChunked() {
            return headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
        }
    }

    static EngineHttp.Response read(InputStream in, boolean headOnly) throws IOException {
        Head head = head(in);
        byte[] body = headOnly ? new byte[0] : body(in, head).readAllBytes();
        return new EngineHttp.Response(head.status(), head.headers(), body);
    }

    static Head head(InputStream in) throws IOException {
        String[] status = line(in).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new IOException("the engine does not answer in HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Head(Integer.parseInt(status[1]), headers);
    }

    static InputStream body(InputStream in, Head head) {
        if (head.isChunked()) {
            return new ChunkedInput(in);
        }
        String length = head.headers().get("content-length");
        return length == null ? in : new BoundedInput(in, Long.parseLong(length));
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the engine closed the connection");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("the engine's answer has too long a line");
            }
            line.write(c);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
