package io.priok.store.projection;

import io.priok.image.Image;
import io.priok.store.Fixtures;
import io.priok.store.RandomHistory;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** Goes on with the history of a seed where its tables end, until it is killed. Says {@code durable <index>} now and then. */
public final class EndlessProjector {
    private EndlessProjector() {}

    public static void main(String[] args) {
        var scheduler = Executors.newSingleThreadScheduledExecutor();
        Projection projection = Projection.open(
                H2Files.open(Path.of(args[0])),
                Fixtures.documents(),
                Retention.DEFAULT,
                scheduler,
                EndlessProjector.class.getClassLoader());
        RandomHistory history = replay(Long.parseLong(args[1]), projection.load());
        System.out.println("goes on");
        for (long step = 1; ; step++) {
            RandomHistory.Step next = history.step();
            projection.apply(next.index(), next.transaction(), next.application());
            if (step % 500 == 0) {
                projection.flush().thenAccept(index -> System.out.println("durable " + index));
            }
        }
    }

    /** The history up to the loaded image, which must be one that the history went through. */
    static RandomHistory replay(long seed, Image loaded) {
        RandomHistory history = new RandomHistory(seed);
        while (history.image().index() < loaded.index()) {
            history.step();
        }
        Fixtures.assertSame(loaded, history.image());
        return history;
    }
}
