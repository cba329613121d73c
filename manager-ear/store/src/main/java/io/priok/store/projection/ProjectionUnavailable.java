package io.priok.store.projection;

/** The database does not answer now, or another process holds it; its content may well be whole. Try again. */
public final class ProjectionUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProjectionUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
