/**
 * The vocabulary of the swarm: identifiers, the objects that managers agree on, and what workers report of them. Names and
 * meanings are SwarmKit's (docs/nomenclature.md).
 *
 * <p>Everything here is an immutable value. Depends on nothing but the JDK and {@link io.priok.domain.spec}.
 */
@NullMarked
package io.priok.domain;

import org.jspecify.annotations.NullMarked;
