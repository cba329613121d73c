package io.priok.simulation.scope;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Breadth first through all states that can be reached, so that what it finds is as short as can be. */
final class Search {
    /** A moment of the system. Equal ones are one. */
    interface State<S> {
        List<Step<S>> steps();

        /** What must not be, in words; empty when all is well. */
        Optional<String> wrong();
    }

    record Step<S>(String what, S then) {}

    /**
     * @param states how many there are, up to where something was found
     * @param wrong what was found, with the steps that lead to it, one a line
     */
    record Found(int states, Optional<String> wrong) {}

    private record Origin<S>(S before, String what) {}

    private Search() {}

    /** @param most states, more of which are a mistake in the bounds */
    static <S extends State<S>> Found from(S first, int most) {
        Map<S, Origin<S>> origins = new HashMap<>();
        Deque<S> open = new ArrayDeque<>();
        origins.put(first, new Origin<>(null, "begin"));
        open.add(first);
        while (!open.isEmpty()) {
            S state = open.remove();
            Optional<String> wrong = state.wrong();
            if (wrong.isPresent()) {
                return new Found(origins.size(), Optional.of(wrong.get() + path(origins, state)));
            }
            for (Step<S> step : state.steps()) {
                if (origins.putIfAbsent(step.then(), new Origin<>(state, step.what())) == null) {
                    open.add(step.then());
                }
            }
            if (origins.size() > most) {
                throw new IllegalStateException("more than " + most + " states");
            }
        }
        return new Found(origins.size(), Optional.empty());
    }

    private static <S> String path(Map<S, Origin<S>> origins, S last) {
        List<String> steps = new ArrayList<>();
        for (S state = last; state != null; state = origins.get(state).before()) {
            steps.add("\n  " + origins.get(state).what());
        }
        Collections.reverse(steps);
        return String.join("", steps);
    }
}
