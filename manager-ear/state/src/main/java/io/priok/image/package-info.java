/**
 * The cluster state as every manager holds it: an immutable image with the indexes that queries need, and the one function that
 * makes the next image from a log entry.
 *
 * <p>Invariants: applying is deterministic; an image is never changed, only replaced; a transaction is applied whole or not at all.
 * May depend on the domain, the transactions and a library of persistent collections.
 */
@NullMarked
package io.priok.image;

import org.jspecify.annotations.NullMarked;
