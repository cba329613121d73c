/**
 * Gives out what must be unique in the swarm: published ports.
 *
 * <p>Invariant: no port of a protocol is given out twice. Depends on the draft.
 */
@NullMarked
package io.priok.core.allocator;

import org.jspecify.annotations.NullMarked;
