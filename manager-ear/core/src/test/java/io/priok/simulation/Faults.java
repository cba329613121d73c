package io.priok.simulation;

/** Crashes, pauses and partitions. */
final class Faults {
    private final Simulation world;

    Faults(Simulation world) {
        this.world = world;
    }

    void plan() {
        world.clock.in(world.clock.between(100, 2500), () -> {
            if (world.faulty()) {
                strike();
                plan();
            }
        });
    }

    private void strike() {
        Clockwork clock = world.clock;
        SimManager manager = world.managers.get(clock.below(world.managers.size()));
        SimWorker worker = world.workers.get(clock.below(world.workers.size()));
        switch (clock.below(12)) {
            case 0 -> crash(manager);
            case 1 -> manager.pausedUntil = clock.millis() + clock.between(500, 15_000);
            case 2 -> cutFromPeers(manager);
            case 3 -> cutFromWorkers(manager);
            case 4 -> crashAllManagers();
            case 5 -> crashHost(worker);
            case 6 -> cut(worker);
            case 7 -> worker.restartEngine();
            case 8 -> worker.restartAgent();
            default -> worker.failOne();
        }
    }

    /** With its host, or the server alone: then its containers live on. */
    private void crash(SimManager manager) {
        if (manager.up) {
            SimWorker agent = world.workerOn(manager.id);
            manager.crash();
            if (agent.up && world.clock.chance(0.5)) {
                agent.crashHost();
            }
            world.clock.in(world.clock.between(200, 8000), () -> restart(manager, agent));
        }
    }

    private static void restart(SimManager manager, SimWorker agent) {
        if (!manager.up) {
            manager.restart();
            if (agent.up) {
                agent.restartAgent();
            } else {
                agent.bootHost();
            }
        }
    }

    private void crashAllManagers() {
        if (world.clock.chance(0.2)) {
            world.managers.forEach(this::crash);
        }
    }

    /** It may still reach workers: a leader that does not know that it is none. */
    private void cutFromPeers(SimManager manager) {
        manager.cutFromPeers = true;
        world.clock.in(world.clock.between(500, 10_000), () -> manager.cutFromPeers = false);
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
        for (SimManager manager : world.managers) {
            manager.cutFromPeers = false;
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
