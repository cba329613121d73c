package io.priok.identity;

import org.jspecify.annotations.Nullable;

/** What was sealed cannot be opened with this secret. */
public final class BrokenSeal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenSeal(@Nullable Throwable cause) {
        super("the seal does not open", cause);
    }
}
