package io.priok.console.nodes;

import io.priok.console.frame.Tone;

/**
 * A node as the list shows it.
 *
 * @param manager true for managers; {@code reachable} says whether its peers reach it
 * @param leader true for the manager that decides
 * @param self true for the node that serves this page
 * @param availability active, pause or drain
 * @param message why it is in its state; empty when there is nothing to say
 * @param running tasks that run there now
 */
public record NodeRow(
        String id,
        String hostname,
        boolean manager,
        boolean leader,
        boolean reachable,
        boolean self,
        String availability,
        String state,
        Tone tone,
        String message,
        String engine,
        String cpus,
        String memory,
        long running) {
    /** As {@code node ls} shows it; empty for workers. */
    public String managerStatus() {
        return !manager ? "" : leader ? "Leader" : reachable ? "Reachable" : "Unreachable";
    }

    public boolean isActive() {
        return availability.equals("active");
    }
}
