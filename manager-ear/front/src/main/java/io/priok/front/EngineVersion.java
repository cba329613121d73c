package io.priok.front;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest API version that the engine speaks: asked when first needed, followed from then on in the {@code
 * Api-Version} header of its answers, forgotten when it seems to restart.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class EngineVersion {
    private static final long PATIENCE_SECONDS = 5;
    private static final String HEADER = "Api-Version";

    private final Backends backends;
    private final AtomicReference<@Nullable ApiVersion> known = new AtomicReference<>();

    EngineVersion(Backends backends) {
        this.backends = backends;
    }

    void forget() {
        known.set(null);
    }

    void observe(HttpResponse fromEngine) {
        String value = fromEngine.headers().get(HEADER);
        if (value != null) {
            ApiVersion.parse(value).ifPresent(known::set);
        }
    }

    /** Passes on the version, or empty when the engine does not tell it; called back on {@code loop}. */
    void whenKnown(EventLoop loop, Consumer<Optional<ApiVersion>> then) {
        ApiVersion version = known.get();
        if (version != null) {
            then.accept(Optional.of(version));
            return;
        }
        backends.acquire(loop, Backend.ENGINE, true, new Backends.Waiter() {
            @Override
            public void connected(BackendConnection connection, boolean reused) {
                new Question(connection, then).ask();
            }

            @Override
            public void failed(Throwable cause) {
                then.accept(Optional.empty());
            }
        });
    }

    /** One {@code GET /version}, answered, failed or timed out. */
    private final class Question implements BackendConnection.Listener {
        private final BackendConnection connection;
        private final Consumer<Optional<ApiVersion>> then;
        private final Future<?> timeout;

        Question(BackendConnection connection, Consumer<Optional<ApiVersion>> then) {
            this.connection = connection;
            this.then = then;
            this.timeout = connection
                    .channel()
                    .eventLoop()
                    .schedule(() -> connection.channel().close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        void ask() {
            connection.attach(this);
            DefaultFullHttpRequest request =
                    new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/version");
            request.headers().set(HttpHeaderNames.HOST, "docker");
            connection.channel().writeAndFlush(request);
            connection.channel().read();
        }

        @Override
        public void response(HttpResponse head) {
            observe(head);
        }

        @Override
        public void content(HttpContent content) {
            boolean last = content instanceof LastHttpContent;
            content.release();
            if (last) {
                timeout.cancel(false);
                backends.release(connection);
                then.accept(Optional.ofNullable(known.get()));
            }
        }

        @Override
        public void readComplete() {
            connection.channel().read();
        }

        @Override
        public void writable() {}

        @Override
        public void ended() {
            timeout.cancel(false);
            then.accept(Optional.ofNullable(known.get()));
        }
    }
}
