package io.priok.store.leader;

import io.priok.store.seen.CacheCluster;
import io.priok.store.seen.Members;
import io.priok.store.seen.SeenCaches;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A member that is always eligible, or never when a fourth argument is given. Says {@code held}, {@code lost} and each view. */
public final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) {
        int base = Integer.parseInt(args[0]);
        int number = Integer.parseInt(args[1]);
        int known = Integer.parseInt(args[2]);
        CacheCluster cluster =
                CacheCluster.start(Members.config(base, number, known), null, LockHolder.class.getClassLoader());
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
        SeenCaches seen = new SeenCaches(cluster, InstantSource.system(), scheduler, scheduler);
        boolean eligible = args.length == 3;
        LeaderLock lock = new LeaderLock(cluster, () -> eligible, InstantSource.system(), scheduler);
        lock.onChange(held -> System.out.println(held ? "held" : "lost"));
        cluster.onView(() -> System.out.println("view of " + cluster.members().size()));
        System.out.println("view of " + cluster.members().size());
        System.out.println("started");
        seen.onTaskStatus(tasks -> System.out.println("told of " + tasks.size()));
    }
}
