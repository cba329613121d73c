package io.priok.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A body, read or written as it is. A type of our own, so that no JSON binding of the container's takes it for a value to
 * convert.
 */
public final class JsonText {
    private final byte[] bytes;

    public JsonText(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public static JsonText of(String text) {
        return new JsonText(text.getBytes(UTF_8));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return new String(bytes, UTF_8);
    }
}
