package io.priok.store.projection;

import static java.util.Locale.ROOT;

/** Values as columns hold them. */
final class Words {
    static final int NAME = 1024;
    static final int TEXT = 4096;

    private Words() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(ROOT);
    }

    /** A column that is for people to read may lose its tail; a write must not fail for it. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
