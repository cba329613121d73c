/**
 * An image as a stream, for the log's snapshots and for backups.
 *
 * <p>Invariant: what is read is what was written, whole, or an exception. Pure stream code; depends on the image, the JSON codec and
 * the sealing of documents.
 */
@NullMarked
package io.priok.store.snapshot;

import org.jspecify.annotations.NullMarked;
