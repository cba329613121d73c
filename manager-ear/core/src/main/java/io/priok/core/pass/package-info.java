/**
 * One pass of the control loops: from a view of the state to a decision.
 *
 * <p>Invariants: pure (same view, same ids: same decision); level-triggered (a full pass over the state each time, events are only
 * a reason to run one); idempotent (a pass over the result of a pass decides nothing). Depends on the other packages of the core.
 */
@NullMarked
package io.priok.core.pass;

import org.jspecify.annotations.NullMarked;
