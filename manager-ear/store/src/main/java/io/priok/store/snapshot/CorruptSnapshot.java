package io.priok.store.snapshot;

import java.io.IOException;

/** The stream is not a whole snapshot: cut off, altered, of a later format, or sealed under another key. */
public final class CorruptSnapshot extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptSnapshot(String message) {
        super(message);
    }

    CorruptSnapshot(String message, Throwable cause) {
        super(message, cause);
    }
}
