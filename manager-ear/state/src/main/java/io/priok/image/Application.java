package io.priok.image;

import io.priok.state.Outcome;
import java.util.List;

/**
 * The result of applying a transaction.
 *
 * @param image the next image; with a higher index even when the transaction was refused
 * @param transitions in the order of the changes; empty unless the outcome is {@link Outcome.Applied}
 */
public record Application(Image image, Outcome outcome, List<Transition> transitions) {
    public Application {
        transitions = List.copyOf(transitions);
    }
}
