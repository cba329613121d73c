package io.priok.api.stream;

import java.util.concurrent.Executor;

/** The filter with a pool of its own instead of the container's. */
public final class PooledStreamFilter extends StreamFilter {
    private final Executor pool;

    public PooledStreamFilter(Executor pool) {
        this.pool = pool;
    }

    @Override
    Executor executor() {
        return pool;
    }
}
