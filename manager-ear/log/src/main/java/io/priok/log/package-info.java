/**
 * The replicated log: what a manager needs of consensus, and nothing else.
 *
 * <p>Invariants every adapter keeps: an acknowledged entry is on the disks of a majority; all members apply the same
 * entries at the same indexes in the same order; a read barrier never completes on a stale leader. The package is pure
 * Java; {@code io.priok.log.memory} and {@code io.priok.log.ratis} are its adapters.
 */
@NullMarked
package io.priok.log;

import org.jspecify.annotations.NullMarked;
