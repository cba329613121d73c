package io.priok.api.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.control.port.EngineHttp;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads an endless answer until it ends or is closed; closing from another thread ends the read. */
final class EngineStream implements EngineHttp.Streaming, Runnable {
    private final SocketChannel channel;
    private final EngineHttp.Lines sink;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;

    EngineStream(SocketChannel channel, EngineHttp.Lines sink) {
        this.channel = channel;
        this.sink = sink;
    }

    @Override
    public void run() {
        try (channel) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            HttpAnswer.Head head = HttpAnswer.head(in);
            BufferedReader lines = new BufferedReader(new InputStreamReader(HttpAnswer.body(in, head), UTF_8));
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                sink.line(line);
            }
            ended.complete(null);
        } catch (IOException | RuntimeException e) {
            if (closed) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(e);
            }
        }
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
        } catch (IOException e) {
            ended.completeExceptionally(e);
        }
    }
}
