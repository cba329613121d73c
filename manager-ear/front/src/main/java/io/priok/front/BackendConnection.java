package io.priok.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to a backend, serving one exchange after the other; idle in between. */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class BackendConnection extends ChannelInboundHandlerAdapter {

    /** Who hears of what the backend answers. Called on the connection's event loop only. */
    interface Listener {
        void response(HttpResponse head);

        /** A piece of the body; the receiver releases it. */
        void content(HttpContent content);

        /** What could be read at once has been passed on. */
        void readComplete();

        void writable();

        /** Nothing more will come. Called at most once, and not after the listener let go. */
        void ended();
    }

    private final Channel channel;
    private final Backend backend;
    private final Runnable onIdleLoss;
    private @Nullable Listener listener;
    private @Nullable Future<?> retirement;

    BackendConnection(Channel channel, Backend backend, Runnable onIdleLoss) {
        this.channel = channel;
        this.backend = backend;
        this.onIdleLoss = onIdleLoss;
    }

    Channel channel() {
        return channel;
    }

    Backend backend() {
        return backend;
    }

    void attach(Listener value) {
        listener = value;
        if (retirement != null) {
            retirement.cancel(false);
            retirement = null;
        }
    }

    void detach() {
        listener = null;
    }

    /** Closes the connection if nobody takes it within {@code seconds}. */
    void retireAfter(long seconds) {
        retirement = channel.eventLoop()
                .schedule(
                        () -> {
                            retirement = null;
                            channel.close();
                        },
                        seconds,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (listener == null) {
            // An answer that nobody asked for: the framing is off, so the connection is worthless.
            ReferenceCountUtil.release(msg);
            ctx.close();
        } else if (msg instanceof HttpResponse head) {
            listener.response(head);
        } else if (msg instanceof HttpContent content) {
            listener.content(content);
        } else {
            if (msg instanceof ByteBuf bytes) {
                bytes.release();
            }
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (listener != null) {
            listener.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (listener != null && channel.isWritable()) {
            listener.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            end();
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end();
        ctx.close();
    }

    private void end() {
        Listener last = listener;
        listener = null;
        if (retirement != null) {
            retirement.cancel(false);
            retirement = null;
            onIdleLoss.run();
        }
        if (last != null) {
            last.ended();
        }
    }
}
