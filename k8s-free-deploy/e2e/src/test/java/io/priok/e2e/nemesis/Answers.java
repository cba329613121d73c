package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import io.priok.e2e.nemesis.Operation.Outcome;

/**
 * What a client knows after an answer, or without one.
 *
 * <p>503 is said of requests that were certainly not put into the log, in the time of a change of leader as well; a request of which
 * the log does not know the fate is answered with 500. That this holds is checked like everything else.
 */
final class Answers {
    /** A {@link Tunnel} found no server at the port: nothing was sent. */
    static final int NO_SERVER = 599;

    private static final String STALE = "update out of sequence";

    private Answers() {}

    static Outcome outcome(Api.Response answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return Outcome.OK;
        }
        return switch (status) {
            case 400, 404, 409, 501 -> Outcome.CONFLICT;
            case 503, NO_SERVER -> Outcome.REFUSED;
            case 500 -> answer.body().contains(STALE) ? Outcome.CONFLICT : Outcome.UNKNOWN;
            default -> Outcome.UNKNOWN;
        };
    }

    /** After a failure of the connection: only one that was never made proves anything. */
    static Outcome outcome(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        boolean neverConnected = text.contains("Connection refused") || text.contains("No such file or directory");
        return neverConnected ? Outcome.REFUSED : Outcome.UNKNOWN;
    }
}
