package io.priok.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {
    static Stream<Throwable> passing() {
        return Stream.of(
                new SQLException("i/o", "90028", 90028),
                new SQLException("i/o", "90031", 90031, new IOException("No space left on device")),
                new SQLException("no disk space", "90100", 90100),
                new SQLException("disk full", "53100"),
                new SQLException("connection lost", "08006"),
                new SQLException("any", new IllegalStateException(new IOException("Input/output error"))),
                new SQLTransientConnectionException("all are taken"),
                new ConnectionWaitTimeoutException());
    }

    static Stream<Throwable> damage() {
        return Stream.of(
                new SQLException("corrupted", "90030", 90030),
                new SQLException("closed", "90098", 90098, new SQLException("corrupted", "90030", 90030)),
                new SQLException("i/o", "90028", 90028, new IllegalStateException(new EOFException())),
                new SQLException("no such column", "42S22", 42122),
                new IllegalArgumentException("sealed under another key"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void triesAgainWhatMayPass(Throwable cause) {
        assertThat(Trouble.reading(new IllegalStateException("cannot open", cause)))
                .isInstanceOf(ProjectionUnavailable.class);
    }

    @ParameterizedTest
    @MethodSource("damage")
    void callsDamageWhatStays(Throwable cause) {
        assertThat(Trouble.reading(new IllegalStateException("cannot open", cause)))
                .isInstanceOf(ProjectionUnreadable.class);
    }

    /** Named like the application server's. */
    private static final class ConnectionWaitTimeoutException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
