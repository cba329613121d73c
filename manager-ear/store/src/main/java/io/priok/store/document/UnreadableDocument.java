package io.priok.store.document;

/** A stored object cannot be read back. The message says which and why, and nothing of its content. */
public final class UnreadableDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableDocument(String message) {
        super(message);
    }
}
