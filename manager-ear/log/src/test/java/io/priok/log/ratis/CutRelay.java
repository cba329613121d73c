package io.priok.log.ratis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a port on the loopback, through another port, which can be cut. Connections that are open when it is cut carry nothing
 * ever after, as if the kernel waited for ever before it sent anew; new ones are refused until it is whole again.
 */
final class CutRelay implements AutoCloseable {
    private final int to;
    private final int port;
    private final List<Socket> open = new ArrayList<>();
    private ServerSocket server;
    private final AtomicInteger cuts = new AtomicInteger();

    CutRelay(int to) throws IOException {
        this.to = to;
        this.server = listen(0);
        this.port = server.getLocalPort();
    }

    int port() {
        return port;
    }

    private ServerSocket listen(int at) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        start(() -> accept(listening));
        return listening;
    }

    void cut() throws IOException {
        cuts.incrementAndGet();
        server.close();
    }

    void heal() throws IOException {
        server = listen(port);
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
                if (cuts.get() == since) {
                    out.write(buffer, 0, read);
                }
            }
            if (cuts.get() == since) {
                on.shutdownOutput();
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
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
