/**
 * The log in memory: all members in one process, no threads, no time, no disk. For tests and simulation.
 *
 * <p>Everything happens on the caller's thread and is complete when the call returns, so a simulation stays
 * deterministic. Members can be cut off, healed, stopped and started again. May depend on {@code io.priok.log} only.
 */
@NullMarked
package io.priok.log.memory;

import org.jspecify.annotations.NullMarked;
