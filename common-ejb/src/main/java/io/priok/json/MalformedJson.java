package io.priok.json;

import org.jspecify.annotations.Nullable;

/** A text that is not the JSON that was asked for. The message is fit for the sender. */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedJson(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public MalformedJson(String message) {
        this(message, null);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "malformed JSON" : message;
    }
}
