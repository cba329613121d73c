package io.priok.e2e.nemesis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Carries connections from a unix socket to a port on the loopback of the network namespace that it was started in. A manager's API
 * listens on its host's loopback only; a unix socket can be reached from every namespace, whatever becomes of the host's link.
 *
 * <p>Arguments: the socket's path, the port. Where nothing listens at the port it says so in an answer of its own, because then
 * certainly nothing was sent.
 */
final class Tunnel {
    private static final byte[] NO_SERVER = ("HTTP/1.1 " + Answers.NO_SERVER
                    + " No server\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private Tunnel() {}

    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 256);
            while (true) {
                SocketChannel client = server.accept();
                start(() -> carry(client, port));
            }
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(null, task, "tunnel", 128 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    private static void carry(SocketChannel client, int port) {
        try (client;
                SocketChannel server = SocketChannel.open()) {
            try {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                refuse(client);
                return;
            }
            start(() -> pump(client, server));
            pump(server, client);
        } catch (IOException e) {
            // One of the two has gone: the other sees its connection end, as it would without a tunnel.
        }
    }

    /** Reads what the client sends first, or it would see a reset instead of the answer. */
    private static void refuse(SocketChannel client) throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(8192);
        client.read(rest);
        ByteBuffer answer = ByteBuffer.wrap(NO_SERVER);
        while (answer.hasRemaining()) {
            client.write(answer);
        }
        client.shutdownOutput();
        do {
            rest.clear();
        } while (client.read(rest) >= 0);
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
