package io.priok.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.image.Image;
import io.priok.store.Child;
import io.priok.store.Eventually;
import io.priok.store.Fixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class ProjectionCrashTest {
    private static final int KILLS = 12;

    @TempDir
    Path directory;

    @Test
    void isAlwaysAnImageOfTheHistoryAfterKills() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long durable = before;
            try (Child child = new Child(EndlessProjector.class, directory.toString(), Long.toString(seed))) {
                Eventually.until("goes on, seed " + seed, Duration.ofSeconds(60), () -> {
                    assertThat(child.isAlive())
                            .as("seed %d: %s", seed, child.lines())
                            .isTrue();
                    return child.said("goes on");
                });
                long end = System.nanoTime() + random.nextInt(1_500) * 1_000_000L;
                Eventually.until("its time", () -> System.nanoTime() > end);
                child.kill();
                for (String line : child.lines()) {
                    if (line.startsWith("durable ")) {
                        durable = Long.parseLong(line.substring("durable ".length()));
                    }
                }
            }
            long index = check(seed);
            assertThat(index).as("seed %d", seed).isGreaterThanOrEqualTo(durable);
            before = index;
        }
        assertThat(before).as("it did something").isPositive();
    }

    private long check(long seed) {
        var scheduler = Executors.newSingleThreadScheduledExecutor();
        var source = H2Files.open(directory);
        try (Projection projection = Projection.open(
                source,
                Fixtures.documents(),
                Retention.DEFAULT,
                scheduler,
                getClass().getClassLoader())) {
            Image loaded = projection.load();
            EndlessProjector.replay(seed, loaded);
            return loaded.index();
        } finally {
            H2Files.close(source);
            scheduler.shutdownNow();
        }
    }
}
