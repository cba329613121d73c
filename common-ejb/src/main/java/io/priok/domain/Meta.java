package io.priok.domain;

import java.time.Instant;

/**
 * When and by which log entry an object was last changed.
 *
 * @param version index of the log entry that last changed the object; the API's {@code Version.Index}; 0 before it was applied
 */
public record Meta(long version, Instant createdAt, Instant updatedAt) {
    /** For an object that is about to be created. */
    public static Meta created(Instant now) {
        return new Meta(0, now, now);
    }

    public Meta changed(long index, Instant at) {
        return new Meta(index, createdAt, at);
    }
}
