package io.priok.agent;

/** The engine did not do what it was asked, with its words. */
public final class EngineFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** UNAVAILABLE says nothing of the effect: the engine may have done it. */
    public enum Kind {
        /** The image is not on the node. */
        NO_IMAGE,
        NOT_FOUND,
        /** The name is taken, or the container is not in the state for it. */
        CONFLICT,
        REFUSED,
        UNAVAILABLE
    }

    private final Kind kind;

    public EngineFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String text() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }
}
