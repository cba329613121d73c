package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.OUT_OF_SEQUENCE;

import io.priok.domain.Refusal;
import io.priok.domain.StateObject;

/** The version that an author of an update has seen. */
final class Sequence {
    private Sequence() {}

    static void check(StateObject current, long seen) {
        if (current.version() != seen) {
            throw Refusal.control(OUT_OF_SEQUENCE, "update out of sequence");
        }
    }
}
