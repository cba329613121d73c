package io.priok.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Passes bytes on until it is told to be silent. Then nothing comes, nothing goes, and no connection ends: a host without power. */
final class SilentProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean silent;

    SilentProxy(int port, int target) throws IOException {
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        start(this::accept);
    }

    void fallSilent() {
        silent = true;
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = listener.accept();
            sockets.add(near);
            if (!silent) {
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(far);
                start(() -> copy(near, far));
                start(() -> copy(far, near));
            }
        }
    }

    private void copy(Socket from, Socket to) throws IOException, InterruptedException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8_192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (silent) {
                    never.await();
                }
                out.write(buffer, 0, read);
            }
        } finally {
            if (silent) {
                never.await();
            }
            from.close();
            to.close();
        }
    }

    private interface Loop {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (IOException | InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        never.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
