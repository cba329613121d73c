package io.priok.api.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The content of a chunked body; gives what has arrived without waiting for more. */
final class ChunkedInput extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the engine closed the connection");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            HttpAnswer.line(in);
        }
        first = false;
        String size = HttpAnswer.line(in).split(";", 2)[0].strip();
        left = Long.parseLong(size, 16);
        ended = left == 0;
    }
}
