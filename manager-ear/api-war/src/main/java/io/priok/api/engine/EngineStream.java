package io.priok.api.engine;

import io.priok.control.port.EngineHttp;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An endless answer that is read as it arrives, by the loop's thread, until it ends or is closed by any thread. */
final class EngineStream implements EngineHttp.Streaming {
    private static final int BUFFER = 16 * 1024;

    private final SocketChannel channel;
    private final StreamParser parser;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;

    EngineStream(SocketChannel channel, EngineHttp.Lines sink) {
        this.channel = channel;
        this.parser = new StreamParser(sink);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Reads what is there. Nothing is thrown: the stream ends with what went wrong. */
    void read() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            for (int read = channel.read(buffer); read != 0 && !parser.isDone(); read = channel.read(buffer)) {
                if (read < 0) {
                    throw new EOFException("the engine closed the connection");
                }
                parser.feed(buffer.flip());
                buffer.clear();
            }
            if (parser.isDone()) {
                close();
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    void fail(Exception cause) {
        if (!closed) {
            ended.completeExceptionally(cause);
        }
        close();
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
            ended.complete(null);
        } catch (IOException e) {
            ended.completeExceptionally(e);
        }
    }
}
