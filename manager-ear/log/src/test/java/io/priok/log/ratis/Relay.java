package io.priok.log.ratis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a port on the loopback, through another one, which can be long, and be cut. Connections that are open when it is cut carry nothing
 * ever after, as if the kernel waited for ever before it sent anew; new ones are refused until it is whole again.
 */
final class Relay implements AutoCloseable {
    private final int to;
    private final InetSocketAddress at;
    private final Duration delay;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Executor arrivals;
    private final List<Socket> open = new ArrayList<>();
    private ServerSocket server;
    private final AtomicInteger cuts = new AtomicInteger();

    Relay(int to) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), to, Duration.ZERO);
    }

    /**
     * @param at where it listens
     * @param delay of every byte, each way
     */
    Relay(InetSocketAddress at, int to, Duration delay) throws IOException {
        this.to = to;
        this.delay = delay;
        this.arrivals = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, thread);
        this.server = listen(at);
        this.at = new InetSocketAddress(at.getAddress(), server.getLocalPort());
    }

    int port() {
        return at.getPort();
    }

    private ServerSocket listen(InetSocketAddress at) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(at);
        start(() -> accept(listening));
        return listening;
    }

    void cut() throws IOException {
        cuts.incrementAndGet();
        server.close();
    }

    void heal() throws IOException {
        server = listen(at);
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket from = listening.accept();
                Socket on = new Socket(InetAddress.getLoopbackAddress(), to);
                synchronized (open) {
                    open.add(from);
                    open.add(on);
                }
                int since = cuts.get();
                start(() -> carry(from, on, since));
                start(() -> carry(on, from, since));
            }
        } catch (IOException e) {
            // Closed: the way is cut, or the test is over.
        }
    }

    private void carry(Socket from, Socket on, int since) {
        byte[] buffer = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = on.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, read);
                later(since, () -> out.write(bytes));
            }
            later(since, on::shutdownOutput);
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private interface Delivery {
        void run() throws IOException;
    }

    /** In the order of the calls, unless the way was cut meanwhile. */
    private void later(int since, Delivery delivery) throws IOException {
        if (delay.isZero()) {
            deliver(since, delivery);
            return;
        }
        arrivals.execute(() -> {
            try {
                deliver(since, delivery);
            } catch (IOException e) {
                // One of the two has gone.
            }
        });
    }

    private void deliver(int since, Delivery delivery) throws IOException {
        if (cuts.get() == since) {
            delivery.run();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            server.close();
            synchronized (open) {
                for (Socket socket : open) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
