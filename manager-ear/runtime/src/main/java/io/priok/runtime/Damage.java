package io.priok.runtime;

import io.priok.log.LogException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells data that is not what was written from other reasons why a manager does not start, and what is to be done. */
final class Damage {
    private Damage() {}

    /** What is damaged, in a sentence without capital and full stop; empty when the failure is of another kind. */
    static Optional<String> of(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof LogException known && known.kind() == LogException.Kind.DAMAGED) {
                return Optional.of(known.getMessage());
            }
        }
        return Optional.empty();
    }

    /** For a manager that knows no other one: nobody can give it what it lost. */
    static String alone(String what) {
        return what + ". This is the swarm's only manager, so nothing is served: stop the server and restore a backup";
    }
}
