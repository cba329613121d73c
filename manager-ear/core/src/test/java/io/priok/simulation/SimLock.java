package io.priok.simulation;

import java.util.HashSet;
import java.util.Set;

/**
 * The lock that proposes a leader: without a lease, and without a promise. While managers do not see each other, each side may have
 * its own holder, and now and then it has two without any reason.
 */
final class SimLock {
    private final Simulation world;
    private final Set<SimManager> holders = new HashSet<>();

    SimLock(Simulation world) {
        this.world = world;
    }

    boolean isHeldBy(SimManager manager) {
        return holders.contains(manager);
    }

    /** A manager that leads the log wants it, any other gives it back. */
    void ask(SimManager manager) {
        if (!manager.replica.isReady()) {
            holders.remove(manager);
        } else if (holders.stream().noneMatch(holder -> holder != manager && world.network.isOpen(holder, manager))
                || (world.faulty() && world.clock.chance(0.05))) {
            holders.add(manager);
        }
        if (world.faulty() && world.clock.chance(0.003)) {
            holders.remove(manager);
        }
    }

    void release(SimManager manager) {
        holders.remove(manager);
    }
}
