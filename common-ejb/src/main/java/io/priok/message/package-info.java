/**
 * What managers and workers say to each other over the queues. Every message is idempotent and carries the leader's term and
 * the log index it was made from, so that a lost, late, doubled or reordered one costs time and never correctness.
 *
 * <p>Depends on the domain alone.
 */
@NullMarked
package io.priok.message;

import org.jspecify.annotations.NullMarked;
