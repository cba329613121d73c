package io.priok.api.engine;

import static io.priok.domain.Refusal.Kind.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.priok.control.port.EngineAddress;
import io.priok.control.port.EngineHttp;
import io.priok.domain.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over a unix socket, one connection a request. A request that is answered whole has a time limit; a stream has none
 * and shares one thread of the executor with all others.
 */
public final class EngineSocket implements EngineHttp {
    /** Generous: an engine under load answers {@code /info} in seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UnixDomainSocketAddress address;
    private final StreamLoop loop;

    public EngineSocket(EngineAddress address, Executor executor) {
        this.address = UnixDomainSocketAddress.of(address.socket());
        this.loop = new StreamLoop(executor);
    }

    @Override
    public Response send(String method, String path, byte @Nullable [] json) {
        try (TimedChannel channel = new TimedChannel(connect(), PATIENCE)) {
            channel.write(request(method, path, json));
            return HttpAnswer.read(channel, method.equals("HEAD"));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    @Override
    public Streaming stream(String path, Lines sink) {
        SocketChannel channel;
        try {
            channel = connect();
            channel.write(request("GET", path, null));
        } catch (IOException e) {
            throw unreachable(e);
        }
        EngineStream stream = new EngineStream(channel, sink);
        loop.add(stream);
        return stream;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static ByteBuffer request(String method, String path, byte @Nullable [] json) {
        StringBuilder head = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n");
        if (json != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(json.length)
                    .append("\r\n");
        }
        head.append("\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(ISO_8859_1));
        if (json != null) {
            bytes.writeBytes(json);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private Refusal unreachable(IOException e) {
        return Refusal.plain(
                UNAVAILABLE,
                "Cannot connect to the Docker daemon at unix://" + address + ". Is the docker daemon running? ("
                        + e.getMessage() + ")");
    }
}
