package io.priok.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client. Each request gets a decoder of its own, taken out of the pipeline at the request's end: what the client
 * sends after that is kept as raw bytes until it is clear whether they are a hijacked stream or the next request.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final long LINGER_SECONDS = 5;

    private final Door door;
    private final ChannelHandlerContext anchor;
    private final ResponseEncoder encoder;
    private final Deque<ByteBuf> held = new ArrayDeque<>();

    private @Nullable ChannelHandlerContext context;
    private @Nullable HeadWatch watch;
    private @Nullable StrictRequestDecoder decoder;
    private @Nullable Exchange exchange;
    private boolean inputEnded;
    private boolean closing;
    private boolean draining;
    private boolean skippingBody;

    /** @param anchor the place in the pipeline, before this handler, where decoders go and held bytes come back in */
    ClientConnection(Door door, ChannelHandlerContext anchor, ResponseEncoder encoder) {
        this.door = door;
        this.anchor = anchor;
        this.encoder = encoder;
    }

    // ---- what an exchange asks for ----

    EventLoop loop() {
        return ctx().channel().eventLoop();
    }

    void read() {
        ctx().read();
    }

    void write(HttpObject message) {
        ctx().write(message);
    }

    void flush() {
        ctx().flush();
    }

    boolean isWritable() {
        return ctx().channel().isWritable();
    }

    void close() {
        ctx().close();
    }

    void closeAfterAnswer() {
        closing = true;
    }

    void exchangeOver() {
        exchange = null;
    }

    void answerComplete(boolean requestDone) {
        if (closing || !requestDone || inputEnded) {
            drainAndClose();
        } else {
            ctx().flush();
            // Not from within the backend's read: the next request may take that very connection.
            loop().execute(() -> nextRequest(IDLE));
        }
    }

    void refuse(Route.Refuse refusal, HttpMethod method, boolean bodyFollows) {
        door.counters().refused.increment();
        encoder.answering(method.equals(HttpMethod.HEAD));
        boolean close = closing || bodyFollows || inputEnded;
        ctx().writeAndFlush(Refusals.response(refusal, door.config().newest(), close));
        if (close) {
            drainAndClose();
        } else if (decoder == null) {
            loop().execute(() -> nextRequest(IDLE));
        } else {
            skippingBody = true;
        }
    }

    /** Turns this connection and the backend's into one raw stream, after {@code head}. */
    void splice(HttpResponse head, BackendConnection backend) {
        ChannelPipeline pipeline = ctx().pipeline();
        ctx().write(head);
        pipeline.remove(encoder);
        Splice.join(ctx(), backend, held, inputEnded, door.counters());
    }

    // ---- the client's life ----

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        door.counters().openConnections.increment();
        ctx.channel()
                .closeFuture()
                .addListener(closed -> door.counters().openConnections.decrement());
        nextRequest(door.config().headTimeout());
    }

    private void nextRequest(Duration patience) {
        if (!ctx().channel().isActive() || inputEnded) {
            ctx().close();
            return;
        }
        HeadWatch newWatch = new HeadWatch(patience, door.config().headTimeout());
        StrictRequestDecoder newDecoder = new StrictRequestDecoder();
        ctx().pipeline().addBefore(ctx().name(), null, newWatch).addBefore(ctx().name(), null, newDecoder);
        watch = newWatch;
        decoder = newDecoder;
        Deque<ByteBuf> waiting = new ArrayDeque<>(held);
        held.clear();
        if (waiting.isEmpty()) {
            ctx().read();
        } else {
            waiting.forEach(anchor::fireChannelRead);
            anchor.fireChannelReadComplete();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (draining) {
            ReferenceCountUtil.release(msg);
        } else if (msg instanceof HttpRequest request) {
            requestHead(request);
            if (msg instanceof LastHttpContent whole) {
                whole.release();
            }
        } else if (msg instanceof HttpContent content) {
            requestContent(content);
        } else if (msg instanceof ByteBuf bytes) {
            held.add(bytes);
        }
    }

    private void requestHead(HttpRequest request) {
        encoder.answering(request.method().equals(HttpMethod.HEAD));
        closing = !HttpUtil.isKeepAlive(request);
        Optional<Route.Refuse> objection = watch == null ? Optional.empty() : watch.objection();
        objection = objection.or(() -> Heads.objection(request));
        if (objection.isPresent()) {
            closing = true;
            refuse(objection.get(), request.method(), true);
            return;
        }
        Route route = Admission.decide(door, ctx().channel(), request);
        if (route instanceof Route.Refuse refusal) {
            refuse(refusal, request.method(), Heads.hasBody(request));
        } else if (route instanceof Route.Forward forward) {
            exchange = new Exchange(door, this, forward, request);
            exchange.begin();
        }
    }

    private void requestContent(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        boolean failed = content.decoderResult().isFailure();
        if (last) {
            dropDecoder();
        }
        if (failed) {
            content.release();
            ctx().close();
        } else if (exchange != null) {
            exchange.requestContent(content);
        } else {
            content.release();
            if (last && skippingBody) {
                skippingBody = false;
                loop().execute(() -> nextRequest(IDLE));
            }
        }
    }

    private void dropDecoder() {
        HeadWatch oldWatch = watch;
        StrictRequestDecoder oldDecoder = decoder;
        watch = null;
        decoder = null;
        if (oldWatch != null && oldDecoder != null) {
            ctx().pipeline().remove(oldWatch);
            ctx().pipeline().remove(oldDecoder);
        }
    }

    /**
     * Ends our side after what was written, and reads on for a while: closing with unread bytes would reset the
     * connection and could take the answer away from the client.
     */
    private void drainAndClose() {
        draining = true;
        dropDecoder();
        held.forEach(ByteBuf::release);
        held.clear();
        if (inputEnded) {
            ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        HalfClose.after(ctx().channel());
        loop().schedule(() -> ctx().close(), LINGER_SECONDS, TimeUnit.SECONDS);
        ctx().read();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (draining) {
            ctx.read();
        } else if (exchange != null) {
            exchange.clientReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && ctx.channel().isWritable()) {
            exchange.clientWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            if (exchange == null || !exchange.mayHijack() || draining) {
                leave(ctx);
            }
        } else if (event == ChannelOutputShutdownEvent.INSTANCE && !draining) {
            leave(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        leave(ctx);
    }

    private void leave(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.abandon();
        }
        held.forEach(ByteBuf::release);
        held.clear();
        ctx.close();
    }

    private ChannelHandlerContext ctx() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }
}
