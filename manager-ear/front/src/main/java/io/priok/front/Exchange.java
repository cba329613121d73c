package io.priok.front;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, passed between a client and a backend piece by piece. A side is read only while the other
 * one can be written, so at most the channels' high-water mark of a body is in memory.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class Exchange implements BackendConnection.Listener {
    private final Door door;
    private final ClientConnection client;
    private final Route.Forward route;
    private final HttpRequest request;
    private final boolean upgrade;
    private final boolean keepAlive;
    private final Deque<HttpContent> early = new ArrayDeque<>();

    private @Nullable BackendConnection backend;
    private boolean reused;
    private long bodyBytes;
    private boolean requestDone;
    private boolean backendDeaf;
    private boolean answered;
    private boolean interim;
    private boolean backendKeepAlive;
    private boolean over;

    Exchange(Door door, ClientConnection client, Route.Forward route, HttpRequest request) {
        this.door = door;
        this.client = client;
        this.route = route;
        this.request = request;
        this.upgrade = route.hijack() != Hijack.NEVER && Heads.asksUpgrade(request);
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    void begin() {
        door.counters().forwarded(route.backend());
        door.counters().inFlight.increment();
        Heads.dropHopByHop(request, upgrade);
        boolean mayBeTooNew =
                route.backend() == Backend.ENGINE && route.version().isPresent();
        if (route.backend() == Backend.SWARM) {
            Heads.dropForwarded(request);
            Heads.readdress(request, door.config().swarm());
        }
        if (mayBeTooNew) {
            door.engineVersion().whenKnown(client.loop(), engine -> {
                engine.ifPresent(version -> request.setUri(route.uriFor(version)));
                connect(false);
            });
        } else {
            request.setUri(route.uri());
            connect(false);
        }
    }

    /** Whether the client's end of input may be the end of its standard input, not its leaving. */
    boolean mayHijack() {
        return route.hijack() != Hijack.NEVER;
    }

    private void connect(boolean fresh) {
        if (over) {
            return;
        }
        door.backends().acquire(client.loop(), route.backend(), fresh, new Backends.Waiter() {
            @Override
            public void connected(BackendConnection connection, boolean wasUsed) {
                if (over) {
                    connection.channel().close();
                } else {
                    reused = wasUsed;
                    forward(connection);
                }
            }

            @Override
            public void failed(Throwable cause) {
                if (!over) {
                    fail(Refusals.unreachable(route.backend(), door.config(), cause));
                }
            }
        });
    }

    private void forward(BackendConnection connection) {
        backend = connection;
        connection.attach(this);
        Channel channel = connection.channel();
        channel.write(request);
        early.forEach(content -> write(channel, content));
        early.clear();
        channel.flush();
        channel.read();
        readClient();
    }

    // ---- from the client ----

    void requestContent(HttpContent content) {
        bodyBytes += content.content().readableBytes();
        boolean last = content instanceof LastHttpContent;
        requestDone |= last;
        if (over) {
            content.release();
        } else if (route.backend() == Backend.SWARM && bodyBytes > door.config().swarmBodyLimit()) {
            content.release();
            fail(Refusals.tooLarge(door.config()));
        } else if (backend == null) {
            early.add(content);
        } else {
            write(backend.channel(), content);
        }
    }

    private void write(Channel channel, HttpContent content) {
        if (backendDeaf) {
            content.release();
            return;
        }
        channel.write(content).addListener((ChannelFuture written) -> backendDeaf |= !written.isSuccess());
    }

    void clientReadComplete() {
        if (backend != null) {
            backend.channel().flush();
            readClient();
        }
    }

    private void readClient() {
        if (!over
                && !requestDone
                && backend != null
                && (backendDeaf || backend.channel().isWritable())) {
            client.read();
        }
    }

    void clientWritable() {
        if (!over && backend != null) {
            backend.channel().read();
        }
    }

    /** The client left: so does the backend's work for it. */
    void abandon() {
        if (!over) {
            finish();
            closeBackend();
        }
    }

    // ---- from the backend ----

    @Override
    public void response(HttpResponse head) {
        if (route.backend() == Backend.ENGINE) {
            door.engineVersion().observe(head);
        }
        if (head.decoderResult().isFailure()) {
            fail(Refusals.badAnswer(route.backend()));
            return;
        }
        boolean switching = head.status().code() == 101;
        if (switching
                ? upgrade && requestDone
                : route.hijack() == Hijack.BY_UPGRADE_OR_RAW_BODY && Heads.isRawStream(head) && requestDone) {
            hijack(head, switching);
        } else if (switching) {
            fail(Refusals.badAnswer(route.backend()));
        } else {
            interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            answer(head);
        }
    }

    private void hijack(HttpResponse head, boolean switching) {
        BackendConnection from = backend;
        if (from == null) {
            return;
        }
        Heads.dropHopByHop(head, switching);
        finish();
        from.detach();
        client.splice(head, from);
    }

    private void answer(HttpResponse head) {
        if (!interim) {
            answered = true;
            boolean untilClose = Heads.endsByClosing(head, request.method());
            backendKeepAlive = HttpUtil.isKeepAlive(head) && !untilClose;
            Heads.dropHopByHop(head, false);
            if (!keepAlive || untilClose || !requestDone) {
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                client.closeAfterAnswer();
            }
        }
        client.write(head);
    }

    @Override
    public void content(HttpContent content) {
        if (over) {
            content.release();
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            ended();
            return;
        }
        boolean last = content instanceof LastHttpContent;
        client.write(content);
        if (last && interim) {
            interim = false;
        } else if (last) {
            complete();
        }
    }

    private void complete() {
        BackendConnection used = backend;
        finish();
        if (used != null && requestDone && backendKeepAlive && !backendDeaf) {
            door.backends().release(used);
        } else {
            closeBackend();
        }
        client.answerComplete(requestDone);
    }

    @Override
    public void readComplete() {
        client.flush();
        if (!over && backend != null && client.isWritable()) {
            backend.channel().read();
        }
    }

    @Override
    public void writable() {
        readClient();
    }

    @Override
    public void ended() {
        boolean safe =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (over) {
            return;
        }
        if (reused && safe && !answered && requestDone && bodyBytes == 0) {
            // The backend closed an idle connection just as we took it; nothing was done yet.
            backend = null;
            early.add(LastHttpContent.EMPTY_LAST_CONTENT);
            connect(true);
        } else {
            fail(Refusals.badAnswer(route.backend()));
        }
    }

    // ---- ends ----

    private void fail(Route.Refuse refusal) {
        finish();
        closeBackend();
        if (answered) {
            // The client must see that the answer is cut short.
            client.close();
        } else {
            client.refuse(refusal, request.method(), !requestDone);
        }
    }

    private void finish() {
        over = true;
        dropEarly();
        door.counters().inFlight.decrement();
        client.exchangeOver();
    }

    private void closeBackend() {
        if (backend != null) {
            backend.detach();
            backend.channel().close();
        }
    }

    private void dropEarly() {
        early.forEach(HttpContent::release);
        early.clear();
    }
}
