/**
 * Lets go of tasks that have ended: beyond the history a user asked to keep, and those that are to be removed.
 *
 * <p>Depends on the draft.
 */
@NullMarked
package io.priok.core.reaper;

import org.jspecify.annotations.NullMarked;
