package io.priok.store.projection;

/**
 * The database, or a document in it, cannot be read: it is damaged, of another version, or sealed under another key. Nothing was
 * changed. The way on is to move it aside and to begin anew with a snapshot and {@link Projection#replaceWith}.
 */
public final class ProjectionUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProjectionUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
