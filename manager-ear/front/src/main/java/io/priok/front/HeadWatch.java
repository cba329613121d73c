package io.priok.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the raw bytes of one request's head, in front of the decoder: how long they take, how many they are, and
 * whether a header is folded over lines, which the decoder would silently join and the backend could read differently.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class HeadWatch extends ChannelInboundHandlerAdapter {
    /** Request line and headers together, in bytes. */
    static final int LIMIT = 32 << 10;

    private final Duration patience;
    private final Duration headTimeout;
    private @Nullable Future<?> timer;
    private boolean begun;
    private boolean complete;
    private boolean folded;
    private int length;
    private int lineLength;
    private boolean pastFirstLine;

    /**
     * @param patience how long to wait for the first byte
     * @param headTimeout how long the head may take from then on
     */
    HeadWatch(Duration patience, Duration headTimeout) {
        this.patience = patience;
        this.headTimeout = headTimeout;
    }

    /** Why the head that has arrived must not be forwarded. */
    Optional<Route.Refuse> objection() {
        if (length > LIMIT) {
            return Optional.of(new Route.Refuse(431, "request line and headers exceed " + LIMIT + " bytes"));
        }
        return folded ? Optional.of(new Route.Refuse(400, "folded header lines are not accepted")) : Optional.empty();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        startTimer(ctx, patience);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopTimer();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopTimer();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!complete && msg instanceof ByteBuf bytes && bytes.isReadable()) {
            if (!begun) {
                begun = true;
                startTimer(ctx, headTimeout);
            }
            bytes.forEachByte(this::inspect);
            if (complete) {
                stopTimer();
            }
        }
        ctx.fireChannelRead(msg);
    }

    /** Returns false at the end of the head. */
    private boolean inspect(byte value) {
        length++;
        if (value == '\n') {
            complete = lineLength == 0 && pastFirstLine;
            pastFirstLine |= lineLength > 0;
            lineLength = 0;
            return !complete;
        }
        if (value != '\r') {
            folded |= lineLength == 0 && pastFirstLine && (value == ' ' || value == '\t');
            lineLength++;
        }
        return true;
    }

    private void startTimer(ChannelHandlerContext ctx, Duration delay) {
        stopTimer();
        timer = ctx.executor().schedule(() -> ctx.close(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
