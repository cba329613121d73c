package io.priok.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs the whole swarm through crashes, partitions and a bad network, by seed.
 *
 * <p>{@code -Dpriok.sim.seeds=1000} runs more seeds, {@code -Dpriok.sim.seed=42} one alone.
 */
class ClusterSimulationTest {
    private static final long SEEDS = Long.getLong("priok.sim.seeds", 30);
    private static final int SOAK_SEEDS = 10_000;
    private static final int SEEDS_TO_BREAK = 100;

    @Test
    void holdsItsInvariantsAndConverges() {
        Long only = Long.getLong("priok.sim.seed");
        if (only != null) {
            run(only);
            return;
        }
        LongStream.rangeClosed(1, SEEDS).forEach(ClusterSimulationTest::run);
    }

    @Test
    @Tag("soak")
    void holdsItsInvariantsForLong() {
        LongStream.rangeClosed(1, SOAK_SEEDS).forEach(ClusterSimulationTest::run);
    }

    @Test
    void sameSeedGivesTheSameRun() {
        Simulation one = new Simulation(7, Guards.ALL);
        Simulation other = new Simulation(7, Guards.ALL);
        one.run();
        other.run();
        assertThat(one.log.end()).isEqualTo(other.log.end());
        assertThat(one.log.truth().objects().toString())
                .isEqualTo(other.log.truth().objects().toString());
    }

    @Test
    void breaksWhenWorkersObeyFormerLeaders() {
        assertBreaks("the worker's check of the term", Guards.ALL.withoutWorkerTerms(), 49);
    }

    @Test
    void breaksWhenVersionsAreNotChecked() {
        assertBreaks("the check of versions", Guards.ALL.withoutVersions(), 79);
    }

    @Test
    void breaksWhenEntriesAreNotDeduplicated() {
        assertBreaks("the deduplication of entries", Guards.ALL.withoutDeduplication(), 7);
    }

    @Test
    void breaksWhenEntriesOfFormerLeadersAreApplied() {
        assertBreaks("the log's check of the term", Guards.ALL.withoutLogTerms(), 19);
    }

    @Test
    void breaksWhenRemovedNodesAreToldNothing() {
        assertBreaks("the word to agents of removed nodes", Guards.ALL.withoutWordToStrangers(), 4);
    }

    /** @param first a seed that was seen to break, so that the search is short */
    private static void assertBreaks(String guard, Guards guards, long first) {
        List<String> broken = new ArrayList<>();
        for (long seed = first; seed < first + SEEDS_TO_BREAK && broken.isEmpty(); seed++) {
            try {
                new Simulation(seed, guards).run();
            } catch (Violation | IllegalStateException violation) {
                broken.add("seed " + seed + ": " + violation.getMessage());
            }
        }
        System.out.println("without " + guard + ", " + broken);
        assertThat(broken).as("seeds that break without %s", guard).isNotEmpty();
    }

    private static void run(long seed) {
        try {
            new Simulation(seed, Guards.ALL).run();
        } catch (Violation | RuntimeException failure) {
            throw new AssertionError(
                    "seed " + seed + ": " + failure.getMessage() + "; run it again by"
                            + " mvn -o test -Dtest=ClusterSimulationTest#holdsItsInvariantsAndConverges"
                            + " -Dpriok.sim.seed=" + seed,
                    failure);
        }
    }
}
