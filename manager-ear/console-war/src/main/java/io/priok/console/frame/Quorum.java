package io.priok.console.frame;

import io.priok.image.ClusterState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a majority of the managers answers. Asked only while somebody looks, and shared by all who do. */
@ApplicationScoped
public class Quorum {
    private static final Duration GOOD_FOR = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    @Inject
    private ClusterState state;

    @Inject
    private InstantSource clock;

    private Instant asked = Instant.EPOCH;
    private boolean held;

    /** May wait for {@link #PATIENCE}, once in {@link #GOOD_FOR}. Only for managers. */
    public synchronized boolean holds() {
        if (clock.instant().isBefore(asked.plus(GOOD_FOR))) {
            return held;
        }
        held = ask();
        asked = clock.instant();
        return held;
    }

    private boolean ask() {
        try {
            return state.fresh().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) != null;
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
