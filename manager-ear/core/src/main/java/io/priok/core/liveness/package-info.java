/**
 * Who is alive, from what was heard and when.
 *
 * <p>Invariant: a leader that was itself stalled, or is new, declares nobody down before a whole period of grace. Depends on the
 * domain alone; the moment is a parameter.
 */
@NullMarked
package io.priok.core.liveness;

import org.jspecify.annotations.NullMarked;
