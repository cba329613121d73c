/**
 * Who is alive, from what was heard and when.
 *
 * <p>Invariants: time in which the leader was stalled counts against nobody; a new leader declares nobody down in its first period,
 * and nobody who must first find another manager before a whole grace. Depends on the domain and the seen state; the moment is a
 * parameter.
 */
@NullMarked
package io.priok.core.liveness;

import org.jspecify.annotations.NullMarked;
