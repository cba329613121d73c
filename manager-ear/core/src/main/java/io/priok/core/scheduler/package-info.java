/**
 * Finds a node for each task: filters that say why they refuse, then a spread over the nodes that are left.
 *
 * <p>Invariant: reservations, host ports and replicas per node are respected within one pass as across passes. Depends on the
 * draft and constraints.
 */
@NullMarked
package io.priok.core.scheduler;

import org.jspecify.annotations.NullMarked;
