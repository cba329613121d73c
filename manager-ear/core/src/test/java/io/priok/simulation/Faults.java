package io.priok.simulation;

import java.util.ArrayList;
import java.util.List;

/** Crashes, power failures, pauses, cuts, and changes of the log's leader for no reason. */
final class Faults {
    /** A server needs longer to start than a leader trusts in its lease. */
    private static final long SHORTEST_RESTART = SimReplica.ELECTION_MIN;

    private final Simulation world;
    private final long calm;

    Faults(Simulation world) {
        this.world = world;
        this.calm = world.clock.pick(List.of(2500L, 5000L, 12_000L));
    }

    void plan() {
        world.clock.in(world.clock.between(100, calm), () -> {
            if (world.faulty()) {
                strike();
                plan();
            }
        });
    }

    private void strike() {
        Clockwork clock = world.clock;
        SimManager manager = clock.chance(0.5) ? leader() : clock.pick(world.managers);
        SimWorker worker = world.workers.get(clock.below(world.workers.size()));
        switch (clock.below(16)) {
            case 0 -> crash(manager, clock.chance(0.5));
            case 1 -> manager.pausedUntil = clock.millis() + clock.between(300, 15_000);
            case 2 -> isolate(manager);
            case 3 -> cutFromWorkers(manager);
            case 4 -> crashMany();
            case 5 -> crashHost(worker);
            case 6 -> cut(worker);
            case 7 -> worker.restartEngine();
            case 8 -> worker.restartAgent();
            case 9 -> manager.replica.handOver(clock.pick(world.managers).replica);
            case 10 -> cutOneWay(manager);
            case 11 -> split();
            case 12 -> twoStand();
            default -> worker.failOne();
        }
    }

    /** Whoever leads the log, or thinks so. */
    private SimManager leader() {
        List<SimManager> leading = world.managers.stream()
                .filter(manager -> manager.replica.role() == SimReplica.Role.LEADER)
                .toList();
        return world.clock.pick(leading.isEmpty() ? world.managers : leading);
    }

    /** With its host, or the server alone: then its containers live on, and what it wrote is there. */
    private void crash(SimManager manager, boolean power) {
        if (manager.up) {
            SimWorker agent = world.workerOn(manager.id);
            manager.crash(power);
            if (agent.up && power) {
                agent.crashHost();
            }
            long away = world.clock.chance(0.3) ? SHORTEST_RESTART : world.clock.between(SHORTEST_RESTART, 8000);
            world.clock.in(away, () -> restart(manager, agent));
        }
    }

    private static void restart(SimManager manager, SimWorker agent) {
        if (!manager.up) {
            manager.start();
            if (agent.up) {
                agent.restartAgent();
            } else {
                agent.bootHost();
            }
        }
    }

    /** All at once, or a majority. */
    private void crashMany() {
        boolean power = world.clock.chance(0.7);
        boolean all = world.clock.chance(0.5);
        List<SimManager> some = new ArrayList<>(world.managers);
        while (!all && some.size() > world.managers.size() / 2 + 1) {
            some.remove(world.clock.below(some.size()));
        }
        some.forEach(manager -> crash(manager, power));
    }

    /** It may still reach workers: a leader that does not know that it is none. */
    private void isolate(SimManager manager) {
        world.managers.forEach(other -> {
            world.network.cut(manager, other);
            world.network.cut(other, manager);
        });
        healLater(manager);
    }

    private void cutOneWay(SimManager manager) {
        boolean out = world.clock.chance(0.5);
        boolean one = world.clock.chance(0.3);
        SimManager single = world.clock.pick(world.managers);
        for (SimManager other : world.managers) {
            if (!one || other == single) {
                world.network.cut(out ? manager : other, out ? other : manager);
            }
        }
        healLater(manager);
    }

    /** Nobody sees anybody. */
    private void split() {
        if (world.clock.chance(0.3)) {
            world.managers.forEach(this::isolate);
        }
    }

    private void healLater(SimManager manager) {
        world.clock.in(world.clock.between(300, 10_000), () -> world.network.heal(manager));
    }

    /** The leader loses its host, and two of the others stand at once, of which one loses its own in between. */
    private void twoStand() {
        List<SimManager> others = new ArrayList<>(world.managers);
        SimManager leader = leader();
        others.remove(leader);
        if (others.size() > 1) {
            crash(leader, true);
            SimManager one = others.remove(world.clock.below(others.size()));
            SimManager other = world.clock.pick(others);
            one.in(0, one.replica::challenge);
            other.in(0, other.replica::challenge);
            SimManager victim = world.clock.pick(List.of(one, other));
            world.clock.in(world.clock.between(1, 900), () -> crash(victim, true));
        }
    }

    private void cutFromWorkers(SimManager manager) {
        manager.cutFromWorkers = true;
        world.clock.in(world.clock.between(500, 10_000), () -> manager.cutFromWorkers = false);
    }

    private void crashHost(SimWorker worker) {
        if (worker.up && !worker.isManagers()) {
            worker.crashHost();
            world.clock.in(world.clock.between(500, 12_000), () -> {
                if (!worker.up) {
                    worker.bootHost();
                }
            });
        }
    }

    private void cut(SimWorker worker) {
        worker.cut = true;
        world.clock.in(world.clock.between(500, 12_000), () -> {
            worker.cut = false;
            worker.reconnect();
        });
    }

    /** Everything works from now on. */
    void mend() {
        world.network.healAll();
        for (SimManager manager : world.managers) {
            manager.cutFromWorkers = false;
            manager.pausedUntil = 0;
            restart(manager, world.workerOn(manager.id));
        }
        for (SimWorker worker : world.workers) {
            worker.cut = false;
            if (!worker.up) {
                worker.bootHost();
            }
            worker.findManager();
            worker.reconnect();
        }
    }
}
