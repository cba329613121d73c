/**
 * A whole swarm in virtual time: one, three or five managers with a log replica, a disk and a lagging image each, workers with disks
 * and containers, users, a bad network, and crashes; all from one seed. The log is a model of what Raft promises, with all that it leaves
 * open: an entry of which its author was told that its fate is unknown may come in later, or twice; a follower lags; a leader that slept or
 * is cut off takes itself for one; what was not forced to a disk is gone after a power failure; a member starts from an older projection
 * or from a peer's snapshot. Above it an agent is connected to one manager, on a manager's host to that host's, and what it says reaches the
 * others from there; hosts join, and are removed though they live.
 *
 * <p>What is simulated is what is around the core; the core itself ({@link io.priok.core.pass.Pass},
 * {@link io.priok.core.dispatch.Dispatch}, {@link io.priok.core.liveness.NodeLiveness}, the image) is the real one. The rules by which a
 * manager takes the lead and commits its batches are those of the runtime, written again.
 */
package io.priok.simulation;
