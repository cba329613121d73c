/**
 * How a host without the manager application gets into a swarm by itself, by a token in its configuration. {@link
 * io.priok.agent.joining.SelfJoin} asks managers in turn until one answers; what is asked and what an answer means is shared with
 * the managers ({@link io.priok.join}).
 *
 * <p>Depends on the agent's timers, the shared messages and, for the way to a manager, the broker's client library.
 */
@NullMarked
package io.priok.agent.joining;

import org.jspecify.annotations.NullMarked;
