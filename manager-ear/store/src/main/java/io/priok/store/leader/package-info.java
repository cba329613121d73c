/**
 * Which manager proposes itself as leader: Infinispan's clustered lock behind {@link io.priok.store.leader.Candidacy}.
 *
 * <p>Invariant: holding the lock is a proposal and no more. It has no lease and no fencing token, so only the term that the holder
 * commits to the log makes its writes count. Whatever is unknown counts as not held.
 */
@NullMarked
package io.priok.store.leader;

import org.jspecify.annotations.NullMarked;
