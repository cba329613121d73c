package io.priok.store.leader;

import io.priok.store.seen.CacheCluster;
import io.priok.store.seen.Members;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/** A member that is always eligible, to be killed. Says {@code held} and {@code lost}. */
public final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) {
        int base = Integer.parseInt(args[0]);
        int number = Integer.parseInt(args[1]);
        int known = Integer.parseInt(args[2]);
        CacheCluster cluster =
                CacheCluster.start(Members.config(base, number, known), null, LockHolder.class.getClassLoader());
        LeaderLock lock = new LeaderLock(
                cluster, () -> true, InstantSource.system(), Executors.newSingleThreadScheduledExecutor());
        lock.onChange(held -> System.out.println(held ? "held" : "lost"));
        System.out.println("started");
    }
}
