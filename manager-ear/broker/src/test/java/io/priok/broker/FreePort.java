package io.priok.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/** A port that nobody listens on at the moment, and that the kernel gives to no connection of its own choice (those are from 32768 on). */
final class FreePort {
    private static final int FIRST = 23_100;
    private static final int LAST = 23_199;

    private FreePort() {}

    static int next() {
        return IntStream.rangeClosed(FIRST, LAST)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port between " + FIRST + " and " + LAST));
    }

    static List<Integer> some(int count) {
        List<Integer> ports = IntStream.rangeClosed(FIRST, LAST)
                .filter(FreePort::isFree)
                .limit(count)
                .boxed()
                .toList();
        if (ports.size() < count) {
            throw new IllegalStateException("not " + count + " free ports between " + FIRST + " and " + LAST);
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
