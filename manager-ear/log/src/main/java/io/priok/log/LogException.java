package io.priok.log;

import org.jspecify.annotations.Nullable;

/** Why the log could not do what was asked. */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public LogException(Kind kind, String message) {
        this(kind, message, null);
    }

    public LogException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The kinds of failure a caller can act on. */
    public enum Kind {
        /** No leader with a majority within the time allowed. The entry was certainly not appended. */
        NO_LEADER,
        /** The entry may or may not be in the log, now or later. Ask the state, or append again under the same id. */
        UNKNOWN,
        /** Larger than the configured limit; not appended. */
        TOO_LARGE,
        /** This member is stopped, or is not a member (any more). */
        CLOSED,
        /** This member's disk refused a write; it has stopped and must be restarted once the disk is mended. */
        DISK_FAILED,
        /** This member's state machine threw; it has stopped rather than skip an entry. */
        APPLY_FAILED,
        /** This member heard of entries and took none; it has stopped, and can be opened again. */
        STALLED,
        /** The request makes no sense in the present configuration. */
        REFUSED
    }
}
