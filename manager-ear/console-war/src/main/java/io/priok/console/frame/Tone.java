package io.priok.console.frame;

import java.util.Locale;

/** How something fares, for the eye. Never the only sign: a word stands beside it. */
public enum Tone {
    GOOD,
    BUSY,
    WARN,
    BAD,
    IDLE;

    /** Name of the style class. */
    public String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}
