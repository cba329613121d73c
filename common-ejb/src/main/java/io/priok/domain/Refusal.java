package io.priok.domain;

/**
 * Why a request is not granted, by kind, with the text that the user sees. Edges map the kind to an HTTP status once.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds are gRPC's, because the real one's messages name them. */
    public enum Kind {
        INVALID_ARGUMENT("InvalidArgument"),
        NOT_FOUND("NotFound"),
        ALREADY_EXISTS("AlreadyExists"),
        FAILED_PRECONDITION("FailedPrecondition"),
        OUT_OF_SEQUENCE("Unknown"),
        UNIMPLEMENTED("Unimplemented"),
        UNAVAILABLE("Unavailable"),
        UNKNOWN("Unknown");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The name in {@code rpc error: code = … desc = …}. */
        public String code() {
            return code;
        }
    }

    private final Kind kind;
    private final boolean fromControl;

    private Refusal(Kind kind, String message, boolean fromControl) {
        super(message);
        this.kind = kind;
        this.fromControl = fromControl;
    }

    /** A refusal that the real daemon words itself: the message is shown as it is. */
    public static Refusal plain(Kind kind, String message) {
        return new Refusal(kind, message, false);
    }

    /** A refusal of the control API: shown as {@code rpc error: code = <kind> desc = <message>}. */
    public static Refusal control(Kind kind, String message) {
        return new Refusal(kind, message, true);
    }

    public Kind kind() {
        return kind;
    }

    /** The text for the user. */
    public String text() {
        return fromControl ? "rpc error: code = " + kind.code() + " desc = " + getMessage() : getMessage();
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? kind.code() : message;
    }
}
