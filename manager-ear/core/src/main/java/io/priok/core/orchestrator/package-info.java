/**
 * Reconciles services with their tasks: how many there are, which are replaced after an end, which after a change of the spec.
 *
 * <p>Invariant: of a slot's tasks at most one is wanted to run, except in an update that starts the new task first; a task is not
 * let run before those it replaces have ended or their node is down. Depends on the draft, constraints and the domain.
 */
@NullMarked
package io.priok.core.orchestrator;

import org.jspecify.annotations.NullMarked;
