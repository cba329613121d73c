package io.priok.console.frame;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session's user counts as gone.
 *
 * @param patience how long after their last deed
 */
record Idle(Duration patience) {
    /** Name of the parameter by which Faces tells which component asks. */
    static final String SOURCE = "jakarta.faces.source";

    /** The end of the id of the component that refreshes pages by itself. */
    private static final String REFRESH = "refresh";

    /** @param lastDeed when, in milliseconds, like {@code now} */
    boolean isOver(long lastDeed, long now) {
        return now - lastDeed > patience.toMillis();
    }

    /** @param source of an ajax request, absent for others */
    static boolean isDeed(@Nullable String source) {
        return source == null || !source.endsWith(REFRESH);
    }
}
