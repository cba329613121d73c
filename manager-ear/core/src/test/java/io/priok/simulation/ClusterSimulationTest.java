package io.priok.simulation;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void holdsItsInvariantsAndConverges() {
        Long only = Long.getLong("priok.sim.seed");
        if (only != null) {
            run(only);
            return;
        }
        LongStream.rangeClosed(1, SEEDS).parallel().forEach(ClusterSimulationTest::run);
    }

    @Test
    @Tag("soak")
    void holdsItsInvariantsForLong() {
        LongStream.rangeClosed(1, SOAK_SEEDS).parallel().forEach(ClusterSimulationTest::run);
    }

    @Test
    void sameSeedGivesTheSameRun() {
        Simulation one = new Simulation(7, Guards.ALL);
        Simulation other = new Simulation(7, Guards.ALL);
        one.run();
        other.run();
        assertThat(one.truth.end()).isEqualTo(other.truth.end());
        assertThat(one.truth.image().objects().toString())
                .isEqualTo(other.truth.image().objects().toString());
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
