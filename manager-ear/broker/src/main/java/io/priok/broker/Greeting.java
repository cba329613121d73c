package io.priok.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/**
 * The first bytes of Artemis's own protocol and one sign of life, which a broker sends back. The client library cannot tell a
 * foreign service from a broker that is slow; this can.
 */
final class Greeting {
    private static final byte[] PROTOCOL = "ARTEMIS".getBytes(US_ASCII);
    private static final byte PING = 10;
    /** A type, a channel's number and the longest silence, 1, 8 and 8 bytes. */
    private static final int PING_LENGTH = 17;

    private static final long LONGEST_SILENCE_MILLIS = 5_000;

    enum Reply {
        BROKER,
        FOREIGN,
        NONE
    }

    private Greeting() {}

    static Reply exchange(Socket socket, int timeoutMillis) {
        try {
            socket.setSoTimeout(timeoutMillis);
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(PROTOCOL.length + 4 + PING_LENGTH)
                    .put(PROTOCOL)
                    .putInt(PING_LENGTH)
                    .put(PING)
                    .putLong(0)
                    .putLong(LONGEST_SILENCE_MILLIS)
                    .array());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readInt() == PING_LENGTH && in.readByte() == PING ? Reply.BROKER : Reply.FOREIGN;
        } catch (SocketTimeoutException e) {
            return Reply.NONE;
        } catch (EOFException e) {
            return Reply.FOREIGN;
        } catch (IOException e) {
            // Reset instead of an answer: it did not like what it read.
            return Reply.FOREIGN;
        }
    }
}
