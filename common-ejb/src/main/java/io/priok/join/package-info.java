/**
 * How a node is let into a swarm, apart from how the words travel: {@link io.priok.join.JoinDialogue} is the joining node's side,
 * {@link io.priok.join.Gatekeeper} the manager's. The token itself is never sent. The joiner proves that it has the token's
 * secret; the manager proves the same by the seal of its answer, and that it is of the token's swarm by the root certificate.
 *
 * <p>Depends on the domain, the messages, the seal and the JSON codec; sends nothing.
 */
@NullMarked
package io.priok.join;

import org.jspecify.annotations.NullMarked;
