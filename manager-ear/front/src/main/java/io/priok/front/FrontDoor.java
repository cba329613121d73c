package io.priok.front;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The listener through which Docker clients reach this node.
 *
 * <p>Needs Linux on x86-64 or arm64 (epoll and unix sockets come as native code). Holds one or two threads, whatever the
 * number of clients. Safe to use from any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel itself tells of failures, by its events
public final class FrontDoor implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final EpollEventLoopGroup loops;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final List<Channel> listeners = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Door door;

    private FrontDoor(FrontDoorConfig config) {
        loops = new EpollEventLoopGroup(config.eventLoops(), new DefaultThreadFactory("priok-front", true));
        Backends backends = new Backends(config.swarm(), config.engineSocket(), loops, channels);
        EngineVersion engineVersion = new EngineVersion(backends);
        backends.onEngineLoss(engineVersion::forget);
        Routes routes = new Routes(config.oldest(), config.newest());
        door = new Door(config, routes, backends, engineVersion, counters);
    }

    /**
     * Opens all listeners.
     *
     * @throws IOException if an address cannot be had; nothing is left open then
     */
    public static FrontDoor start(FrontDoorConfig config) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("no native transport for this system", Epoll.unavailabilityCause());
        }
        FrontDoor started = new FrontDoor(config);
        for (FrontDoorConfig.Listener listener : config.listeners()) {
            ChannelFuture bound =
                    started.bootstrap(listener).bind(listener.address()).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                started.close();
                throw new IOException("cannot listen on " + listener.address(), bound.cause());
            }
            started.listeners.add(bound.channel());
        }
        return started;
    }

    /** Where clients can connect, in the order of the configured listeners. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    public FrontDoorStats stats() {
        return counters.stats();
    }

    /** Stops listening and breaks off all connections; returns when the threads have ended, after 5 s at most. */
    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private ServerBootstrap bootstrap(FrontDoorConfig.Listener listener) {
        return new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // A client that vanished from the network must not hold a followed log for ever.
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(EpollChannelOption.TCP_KEEPIDLE, 60)
                .childOption(EpollChannelOption.TCP_KEEPINTVL, 15)
                .childOption(EpollChannelOption.TCP_KEEPCNT, 4)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Backends.WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, listener);
                    }
                });
    }

    private void initialize(Channel channel, FrontDoorConfig.Listener listener) {
        channels.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        listener.tls().ifPresent(tls -> pipeline.addLast(tls.newHandler(channel.alloc())));
        Anchor anchor = new Anchor();
        ResponseEncoder encoder = new ResponseEncoder();
        pipeline.addLast(anchor).addLast(encoder);
        ChannelHandlerContext place = pipeline.context(anchor);
        pipeline.addLast(new ClientConnection(door, place, encoder));
    }

    /** Does nothing; marks a place in the pipeline. */
    private static final class Anchor extends ChannelInboundHandlerAdapter {}
}
