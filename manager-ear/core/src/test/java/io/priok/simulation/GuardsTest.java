package io.priok.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.simulation.Guards.Guard;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulation without one of its guards finds what that guard is for. One that it could do without would not be tested. */
class GuardsTest {
    /** How many seeds each needs at most; from a seed that was seen to break, so that the search is short. */
    private static final int MOST_SEEDS = 500;

    @ParameterizedTest
    @CsvSource({
        "LOG_TERM, 48",
        "WORKER_TERM, 215",
        "MAJORITY, 3",
        "DEDUPLICATION, 11",
        "FORCE, 1",
        "VOTE, 127",
        "VERSIONS, 2",
        "CONFIRMED_READS, 216",
        "PROJECTED_INDEX, 1",
        "RESTORED_IDS, 1",
        "WORD_TO_STRANGERS, 4",
    })
    void withoutItAnInvariantBreaks(Guard guard, long first) {
        String found = null;
        long seed = first;
        while (found == null && seed < first + MOST_SEEDS) {
            found = run(seed++, Guards.without(guard));
        }
        System.out.println("without " + guard + ", seed " + (seed - 1) + ": " + found);
        assertThat(found).as("what breaks without %s", guard).isNotNull();
    }

    private static String run(long seed, Guards guards) {
        try {
            new Simulation(seed, guards).run();
            return null;
        } catch (Violation violation) {
            return violation.getMessage();
        }
    }
}
