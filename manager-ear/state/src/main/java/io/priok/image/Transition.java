package io.priok.image;

import io.priok.domain.StateObject;
import org.jspecify.annotations.Nullable;

/**
 * What applying a transaction did to one object.
 *
 * @param before absent when the object was created
 * @param after absent when the object was removed
 */
public record Transition(
        @Nullable StateObject before, @Nullable StateObject after) {
    /** The object, as it is now or was last. */
    public StateObject object() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new IllegalStateException("a transition of nothing");
    }
}
