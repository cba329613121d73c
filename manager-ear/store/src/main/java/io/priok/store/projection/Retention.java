package io.priok.store.projection;

/** How many rows of history are kept; a tenth more may be there. */
public record Retention(int events, int taskSteps, int audit) {
    public static final Retention DEFAULT = new Retention(50_000, 100_000, 50_000);
}
