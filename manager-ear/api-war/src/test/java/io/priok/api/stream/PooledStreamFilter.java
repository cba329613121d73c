package io.priok.api.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The filter with a pool of its own instead of the container's. */
public final class PooledStreamFilter extends StreamFilter {
    private final ScheduledExecutorService pool;

    public PooledStreamFilter(ScheduledExecutorService pool) {
        this.pool = pool;
    }

    @Override
    Executor executor() {
        return pool;
    }

    @Override
    ScheduledExecutorService timer() {
        return pool;
    }
}
