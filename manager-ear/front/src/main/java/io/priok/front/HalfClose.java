package io.priok.front;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends the outgoing half of a connection. */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class HalfClose {
    private HalfClose() {}

    /** Lets everything that was written go out first; shutting down at once would discard it. */
    static void after(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls != null) {
                // TLS has an end of its own; without it the peer must take the end for a truncation.
                tls.closeOutbound();
            } else if (channel.isActive() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }
}
