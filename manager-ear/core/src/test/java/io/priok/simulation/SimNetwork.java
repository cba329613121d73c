package io.priok.simulation;

import io.priok.domain.NodeId;
import java.util.HashSet;
import java.util.Set;

/** Between managers: messages are lost, late, doubled, out of order, and links are cut, each way for itself. */
final class SimNetwork {
    private record Link(NodeId from, NodeId to) {}

    private final Simulation world;
    private final Set<Link> cut = new HashSet<>();

    SimNetwork(Simulation world) {
        this.world = world;
    }

    void send(SimManager from, SimManager to, Runnable delivery) {
        Clockwork clock = world.clock;
        int copies = world.faulty() && clock.chance(0.02) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            boolean late = world.faulty() && clock.chance(0.03);
            boolean lost = world.faulty() && clock.chance(0.02);
            clock.in(late ? clock.between(10, 3000) : clock.between(1, 10), () -> {
                if (!lost && to.up && isOpen(from, to)) {
                    to.in(0, delivery);
                }
            });
        }
    }

    boolean isOpen(SimManager from, SimManager to) {
        return from == to || !cut.contains(new Link(from.id, to.id));
    }

    /** True when it neither hears anyone nor is heard, though it is not alone. */
    boolean isIsolated(SimManager manager) {
        return world.managers.size() > 1
                && world.managers.stream()
                        .noneMatch(other -> other != manager && isOpen(manager, other) && isOpen(other, manager));
    }

    void cut(SimManager from, SimManager to) {
        cut.add(new Link(from.id, to.id));
    }

    void heal(SimManager manager) {
        cut.removeIf(link -> link.from().equals(manager.id) || link.to().equals(manager.id));
    }

    void healAll() {
        cut.clear();
    }
}
