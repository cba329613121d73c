package io.priok.broker;

import java.nio.ByteBuffer;

/** What a message carries; on the other side of a resource adapter these are JMS text and bytes messages. */
public sealed interface Body {

    record Text(String value) implements Body {}

    /** @param value read-only; each call of {@code duplicate()} reads it from the start */
    record Bytes(ByteBuffer value) implements Body {
        public Bytes {
            value = value.asReadOnlyBuffer();
        }
    }
}
