package io.priok.front;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Connections to both backends, a few idle ones kept per event loop.
 *
 * <p>Idle ones are kept for less time than Liberty (30 s) or the engine would, so that a request rarely meets a
 * connection that the backend is closing.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
final class Backends {
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);
    private static final int MAX_IDLE = 16;
    private static final long IDLE_SECONDS = 5;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 20;

    /** The outcome of asking for a connection; called on the event loop that asked. */
    interface Waiter {
        void connected(BackendConnection connection, boolean reused);

        void failed(Throwable cause);
    }

    private final InetSocketAddress swarm;
    private final Path engineSocket;
    private final ChannelGroup channels;
    private final Map<EventExecutor, Map<Backend, Deque<BackendConnection>>> idle = new HashMap<>();
    private volatile Runnable onEngineLoss = () -> {};

    Backends(InetSocketAddress swarm, Path engineSocket, EventLoopGroup loops, ChannelGroup channels) {
        this.swarm = swarm;
        this.engineSocket = engineSocket;
        this.channels = channels;
        // Each inner map is touched by its own loop only; the outer one never changes from here on.
        for (EventExecutor loop : loops) {
            Map<Backend, Deque<BackendConnection>> perBackend = new EnumMap<>(Backend.class);
            for (Backend backend : Backend.values()) {
                perBackend.put(backend, new ArrayDeque<>());
            }
            idle.put(loop, perBackend);
        }
    }

    /** Sets what happens when the engine cannot be reached or drops an idle connection: it may be restarting. */
    void onEngineLoss(Runnable action) {
        onEngineLoss = action;
    }

    /** Finds or opens a connection served by {@code loop}; with {@code fresh}, none that was used before. */
    void acquire(EventLoop loop, Backend backend, boolean fresh, Waiter waiter) {
        Deque<BackendConnection> pool = pool(loop, backend);
        while (!fresh && !pool.isEmpty()) {
            BackendConnection candidate = pool.pop();
            if (candidate.channel().isActive()) {
                waiter.connected(candidate, true);
                return;
            }
        }
        open(loop, backend, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_MILLIS), waiter);
    }

    /** Takes back a connection whose last exchange is complete on both sides. */
    void release(BackendConnection connection) {
        connection.detach();
        Deque<BackendConnection> pool = pool(connection.channel().eventLoop(), connection.backend());
        pool.removeIf(other -> !other.channel().isActive());
        if (!connection.channel().isActive() || pool.size() >= MAX_IDLE) {
            connection.channel().close();
            return;
        }
        pool.push(connection);
        connection.retireAfter(IDLE_SECONDS);
    }

    /** @param deadline when, by {@link System#nanoTime}, a full backlog of the engine counts as a failure */
    private void open(EventLoop loop, Backend backend, long deadline, Waiter waiter) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                // A failed write must not discard what the backend has already answered.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, backend);
                    }
                });
        SocketAddress address = switch (backend) {
            case SWARM -> {
                bootstrap
                        .channel(EpollSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true);
                yield swarm;
            }
            case ENGINE -> {
                bootstrap.channel(EpollDomainSocketChannel.class);
                yield new DomainSocketAddress(engineSocket.toString());
            }
        };
        bootstrap.connect(address).addListener((io.netty.channel.ChannelFuture done) -> {
            if (done.isSuccess()) {
                waiter.connected(done.channel().pipeline().get(BackendConnection.class), false);
            } else if (isBacklogFull(done.cause()) && System.nanoTime() < deadline) {
                loop.schedule(() -> open(loop, backend, deadline, waiter), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                lost(backend);
                waiter.failed(done.cause());
            }
        });
    }

    /** A unix socket refuses at once what a TCP listener would let wait. */
    private static boolean isBacklogFull(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("Resource temporarily unavailable");
    }

    private void initialize(Channel channel, Backend backend) {
        channels.add(channel);
        channel.pipeline()
                .addLast(new HttpClientCodec(16 << 10, HeadWatch.LIMIT * 2, StrictRequestDecoder.CHUNK))
                .addLast(new BackendConnection(channel, backend, () -> lost(backend)));
    }

    private void lost(Backend backend) {
        switch (backend) {
            case ENGINE -> onEngineLoss.run();
            case SWARM -> {}
        }
    }

    private Deque<BackendConnection> pool(EventLoop loop, Backend backend) {
        Map<Backend, Deque<BackendConnection>> perBackend = idle.get(loop);
        Deque<BackendConnection> pool = perBackend == null ? null : perBackend.get(backend);
        if (pool == null) {
            throw new IllegalStateException("not one of the front door's event loops");
        }
        return pool;
    }
}
