package io.priok.store.leader;

import java.util.List;
import org.infinispan.Cache;
import org.infinispan.context.Flag;
import org.infinispan.lock.impl.entries.ClusteredLockKey;
import org.infinispan.lock.impl.entries.ClusteredLockValue;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.remoting.transport.Address;
import org.infinispan.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the lock, as far as this manager's own copy of the lock's cache says: no call to a peer. The lock's interface does not
 * tell, so this looks at Infinispan's own entry.
 */
final class LockOwner {
    private static final String LOCKS_CACHE = "org.infinispan.LOCKS";

    private final EmbeddedCacheManager manager;
    private final ClusteredLockKey key;

    LockOwner(EmbeddedCacheManager manager, String lock) {
        this.manager = manager;
        this.key = new ClusteredLockKey(ByteString.fromString(lock));
    }

    /** True when it is held by one that is no longer, or not yet again, a member. */
    boolean isGone() {
        Address owner = owner();
        List<Address> members = manager.getMembers();
        return owner != null && members != null && !members.contains(owner);
    }

    String name() {
        return String.valueOf(owner());
    }

    private @Nullable Address owner() {
        Cache<ClusteredLockKey, ClusteredLockValue> cache = manager.getCache(LOCKS_CACHE, false);
        if (cache == null) {
            return null;
        }
        ClusteredLockValue value =
                cache.getAdvancedCache().withFlags(Flag.CACHE_MODE_LOCAL).get(key);
        return value == null ? null : value.getOwner();
    }
}
