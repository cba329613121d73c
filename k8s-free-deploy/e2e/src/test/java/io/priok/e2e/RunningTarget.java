package io.priok.e2e;

import org.junit.jupiter.api.Assumptions;

/** An endpoint that somebody else started: used, never killed. */
record RunningTarget(String host, boolean isPriok) implements Target {
    @Override
    public Engine engine() {
        return theirs();
    }

    @Override
    public void kill() {
        theirs();
    }

    @Override
    public void start() {
        theirs();
    }

    @Override
    public void stop() {
        theirs();
    }

    private static Engine theirs() {
        Assumptions.abort("needs a server and an engine that the tests started themselves");
        throw new IllegalStateException("abort returned");
    }

    @Override
    public String logTail() {
        return "";
    }

    @Override
    public void close() {
        // It was there before the tests and stays.
    }
}
