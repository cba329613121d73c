/**
 * The life of a task as a table: which actor may move a task from which state to which.
 *
 * <p>Invariants: states only advance; managers write up to ASSIGNED, the agent beyond, managers again for a worker that is lost.
 * Depends on the domain alone.
 */
@NullMarked
package io.priok.core.task;

import org.jspecify.annotations.NullMarked;
