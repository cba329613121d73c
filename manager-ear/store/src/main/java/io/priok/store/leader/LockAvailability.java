package io.priok.store.leader;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.partitionhandling.AvailabilityMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cache under the lock answers at all, and its mending.
 *
 * <p>When one of two managers is killed the cache of the other is degraded, and stays so after the first is back, because the
 * restarted one is a new member to it. The log knows better: an eligible manager has a majority of the registered managers behind
 * it. So one that has been eligible for a while over a degraded cache declares it available. Should that ever make two holders,
 * the log's term decides between them.
 */
final class LockAvailability {
    private static final Logger LOG = LoggerFactory.getLogger(LockAvailability.class);
    private static final String LOCKS_CACHE = "org.infinispan.LOCKS";
    /** Longer than a merge after a healed split takes to mend the cache by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EmbeddedCacheManager manager;
    private final InstantSource clock;
    private @Nullable Instant degradedSince;

    LockAvailability(EmbeddedCacheManager manager, InstantSource clock) {
        this.manager = manager;
        this.clock = clock;
    }

    boolean check(boolean eligible) {
        Cache<Object, Object> cache = manager.getCache(LOCKS_CACHE, false);
        if (cache == null) {
            return true;
        }
        AdvancedCache<Object, Object> locks = cache.getAdvancedCache();
        if (locks.getAvailability() == AvailabilityMode.AVAILABLE) {
            degradedSince = null;
            return true;
        }
        Instant now = clock.instant();
        if (degradedSince == null || !eligible) {
            degradedSince = now;
        } else if (now.isAfter(degradedSince.plus(PATIENCE))) {
            LOG.warn("PRIOK5203W the lock's cache is degraded while the log has a majority: making it available");
            locks.setAvailability(AvailabilityMode.AVAILABLE);
            degradedSince = now;
        }
        return false;
    }
}
