package io.priok.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * One end of two connections joined into a raw stream: what it reads goes to the other end. The end of input on one side
 * ends the output on the other and nothing else, so that {@code echo hi | docker exec -i …} still gets its answer; when
 * both directions have ended, both connections close.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class Splice extends ChannelInboundHandlerAdapter {
    private static final long LINGER_SECONDS = 5;

    private final Channel self;
    private final Channel peer;
    private boolean inputEnded;
    private boolean peerDeaf;

    private Splice(Channel self, Channel peer) {
        this.self = self;
        this.peer = peer;
    }

    /**
     * Joins a client with a backend, from within the backend's read of the response head.
     *
     * @param held what the client sent after its request
     * @param clientEnded whether the client has already ended its input
     */
    static void join(
            ChannelHandlerContext client,
            BackendConnection backend,
            Deque<ByteBuf> held,
            boolean clientEnded,
            Counters counters) {
        Channel front = client.channel();
        Channel back = backend.channel();
        Splice fromClient = new Splice(front, back);
        Splice fromBackend = new Splice(back, front);
        counters.hijacked.increment();
        front.closeFuture().addListener(closed -> counters.hijacked.decrement());
        client.pipeline().replace(client.handler(), null, fromClient);
        ChannelPipeline pipeline = back.pipeline();
        pipeline.replace(backend, null, fromBackend);
        // Taking the codec out sends on, as raw bytes, what it had read beyond the head.
        pipeline.remove(HttpClientCodec.class);
        front.flush();
        held.forEach(back::write);
        held.clear();
        back.flush();
        if (clientEnded) {
            fromClient.endInput();
        }
        front.read();
        back.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof ByteBuf && !peerDeaf) {
            peer.write(msg).addListener((ChannelFuture written) -> {
                if (!written.isSuccess()) {
                    // Read on and discard: what the peer has said before it hung up is still under way to us.
                    peerDeaf = true;
                    self.read();
                }
            });
        } else {
            ReferenceCountUtil.release(msg);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
        if (peerDeaf || peer.isWritable()) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (self.isWritable()) {
            peer.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            endInput();
        }
    }

    private void endInput() {
        if (inputEnded) {
            return;
        }
        inputEnded = true;
        HalfClose.after(peer);
        Splice other = peer.pipeline().get(Splice.class);
        if (other == null || other.inputEnded) {
            closeAfterFlush(self);
            closeAfterFlush(peer);
        } else if (other.peerDeaf) {
            other.linger();
        }
    }

    /** This side's input goes nowhere any more; gives the sender a moment to see that the answer has ended. */
    private void linger() {
        self.eventLoop()
                .schedule(
                        () -> {
                            self.close();
                            peer.close();
                        },
                        LINGER_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeAfterFlush(peer);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static void closeAfterFlush(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
