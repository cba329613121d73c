package io.priok.e2e.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A short run of the nemesis. Long ones are started by {@code ./priok nemesis}. */
@Tag("engine")
@Tag("lab")
@Tag("soak")
@Order(40)
final class NemesisTest {
    @Test
    void threeMinutesOfFaultsBreakNoPromise() {
        long seed = Long.getLong("priok.nemesis.seed", System.nanoTime() % 1_000_000);
        System.out.println("nemesis: seed " + seed + "; again with -Dpriok.nemesis.seed=" + seed);
        Duration time = Duration.ofSeconds(Integer.getInteger("priok.nemesis.seconds", 180));
        int managers = Integer.getInteger("priok.nemesis.managers", 3);
        assertThat(NemesisRun.run(managers, time, seed, Path.of("target/nemesis/" + seed)))
                .isEmpty();
    }
}
