package io.priok.api.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.control.port.EngineHttp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a chunked answer in pieces of any size and gives the lines of its content. */
final class StreamParser {
    private static final int LONGEST = 1 << 20;
    private static final String BLANK_LINE = "\r\n\r\n";

    private enum State {
        HEAD,
        SIZE,
        DATA,
        DATA_END,
        DONE
    }

    private final EngineHttp.Lines sink;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private State state = State.HEAD;
    private long left;

    StreamParser(EngineHttp.Lines sink) {
        this.sink = sink;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    void feed(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && state != State.DONE) {
            byte b = bytes.get();
            switch (state) {
                case HEAD -> head(b);
                case SIZE -> size(b);
                case DATA -> data(b);
                case DATA_END -> {
                    if (b == '\n') {
                        state = State.SIZE;
                    }
                }
                case DONE -> throw new IllegalStateException("bytes after the end");
            }
        }
    }

    private void head(byte b) throws IOException {
        add(part, b);
        if (b != '\n' || !part.toString(ISO_8859_1).endsWith(BLANK_LINE)) {
            return;
        }
        HttpAnswer.Head head = HttpAnswer.head(new ByteArrayInputStream(part.toByteArray()));
        if (head.status() != 200 || !head.isChunked()) {
            throw new IOException("the engine answered " + head.status());
        }
        part.reset();
        state = State.SIZE;
    }

    private void size(byte b) throws IOException {
        if (b != '\n') {
            add(part, b);
            return;
        }
        left = Long.parseLong(part.toString(ISO_8859_1).split(";", 2)[0].strip(), 16);
        part.reset();
        state = left == 0 ? State.DONE : State.DATA;
    }

    private void data(byte b) throws IOException {
        if (b == '\n') {
            sink.line(line.toString(UTF_8));
            line.reset();
        } else {
            add(line, b);
        }
        if (--left == 0) {
            state = State.DATA_END;
        }
    }

    private static void add(ByteArrayOutputStream to, byte b) throws IOException {
        if (to.size() >= LONGEST) {
            throw new IOException("the engine's answer has too long a line");
        }
        to.write(b);
    }
}
