/**
 * A whole swarm in virtual time: managers with their own lagging images over one totally ordered log, workers with disks and
 * containers, users, a bad network, and crashes; all from one seed. What is simulated is what is around the core; the core itself
 * ({@link io.priok.core.pass.Pass}, {@link io.priok.core.dispatch.Dispatch}, {@link io.priok.core.liveness.NodeLiveness}, the image)
 * is the real one.
 */
package io.priok.simulation;
