package io.priok.front;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One end of a connection, spoken byte by byte: what both the tests' clients and the fake engine are made of. */
final class Wire implements AutoCloseable {
    final SocketChannel channel;
    final InputStream in;
    final OutputStream out;

    Wire(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
        this.out = new Output(channel);
    }

    /** The stream that {@link Channels} makes cannot write while another thread reads (before JDK 19). */
    private static final class Output extends OutputStream {
        private final SocketChannel channel;

        Output(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    static Wire to(FrontDoor door) throws IOException {
        Wire wire = new Wire(SocketChannel.open(door.addresses().get(0)));
        wire.channel.socket().setTcpNoDelay(true);
        return wire;
    }

    /** A head: its first line and the others. */
    record Head(String first, List<String> headers) {
        Optional<String> header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }

        int status() {
            return Integer.parseInt(first.substring(9, 12));
        }

        long length() {
            return header("Content-Length").map(Long::parseLong).orElse(0L);
        }
    }

    Wire send(String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        return this;
    }

    /** Sends lines and the empty one that ends a head. */
    Wire sendHead(String... lines) throws IOException {
        return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    Wire get(String path) throws IOException {
        return sendHead("GET " + path + " HTTP/1.1", "Host: priok");
    }

    /** Reads a head; empty at the end of input. */
    Optional<Head> tryHead() throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                if (line.isEmpty() && !lines.isEmpty()) {
                    return Optional.of(new Head(lines.get(0), List.copyOf(lines.subList(1, lines.size()))));
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return Optional.empty();
    }

    Head head() throws IOException {
        return tryHead().orElseThrow(() -> new EOFException("connection ended before a head"));
    }

    String text(long length) throws IOException {
        return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
    }

    /** A head with a body of declared length. */
    String answer() throws IOException {
        Head head = head();
        return head.status() + " " + text(head.length());
    }

    /** Reads one chunk of a chunked body; empty at the last. */
    String chunk() throws IOException {
        StringBuilder size = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("in a chunk's size");
            }
            size.append((char) c);
        }
        String data = text(Integer.parseInt(size.toString().strip(), 16));
        in.readNBytes(2);
        return data;
    }

    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    Wire endOutput() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    boolean atEnd() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
