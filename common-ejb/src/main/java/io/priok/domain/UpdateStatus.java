package io.priok.domain;

import io.priok.domain.spec.Copies;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Progress of a rolling update, as {@code docker service inspect} shows it. */
public record UpdateStatus(
        State state, @Nullable Instant startedAt, @Nullable Instant completedAt, String message) {
    public UpdateStatus {
        message = Copies.text(message);
    }

    /** The words of the API, with underscores for spaces. */
    public enum State {
        UPDATING,
        PAUSED,
        COMPLETED,
        ROLLBACK_STARTED,
        ROLLBACK_PAUSED,
        ROLLBACK_COMPLETED
    }
}
