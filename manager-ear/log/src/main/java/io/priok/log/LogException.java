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

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? kind.name() : message;
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
        /** This member's disk refuses writes; it takes no part until the disk is mended. */
        DISK_FAILED,
        /**
         * What is on this member's disk is not what it once promised to have. It must never take part with it again: it joins anew, with
         * an empty directory and after the others have taken it out, or its data is restored.
         */
        DAMAGED,
        /** This member's state machine threw; it has stopped rather than skip an entry. */
        APPLY_FAILED,
        /** This member heard of entries and took none; it has stopped, and can be opened again. */
        STALLED,
        /** The request makes no sense in the present configuration. */
        REFUSED
    }
}
