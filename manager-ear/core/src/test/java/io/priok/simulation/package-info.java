/**
 * A whole swarm in virtual time: managers with their own lagging images over one totally ordered log, workers with disks and
 * containers, users, a bad network, and crashes; all from one seed. An agent is connected to one manager, on a manager's host to that host's,
 * and what it says reaches the others from there; hosts join, and are removed though they live. What is simulated is what is around the core; the core itself
 * ({@link io.priok.core.pass.Pass}, {@link io.priok.core.dispatch.Dispatch}, {@link io.priok.core.liveness.NodeLiveness}, the image)
 * is the real one.
 */
package io.priok.simulation;
