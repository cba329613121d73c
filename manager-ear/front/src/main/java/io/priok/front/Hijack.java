package io.priok.front;

/** Whether a request may turn its connection into a raw byte stream, and how the backend says that it did. */
enum Hijack {
    NEVER,
    /** Only by {@code 101 Switching Protocols} (BuildKit's sessions). */
    BY_UPGRADE,
    /** By 101, or, for clients that sent no Upgrade header, by a 200 whose body is the raw stream. */
    BY_UPGRADE_OR_RAW_BODY
}
