/**
 * The working copy on which one pass decides: later stages see what earlier ones have decided, and the difference to the image
 * is the decision.
 *
 * <p>Invariants: desired states only advance; nothing outside the copy changes. Depends on the domain and the image.
 */
@NullMarked
package io.priok.core.draft;

import org.jspecify.annotations.NullMarked;
