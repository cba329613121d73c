/**
 * The engine port over docker-java. Creating and inspecting a container go as plain JSON over docker-java's transport, because
 * its models lack members that Swarm has (options of mounts, the stop signal of a container); all else goes by its commands.
 *
 * <p>Depends on the agent's engine port and docker-java; knows nothing of tasks beyond their labels.
 */
@NullMarked
package io.priok.agent.executor;

import org.jspecify.annotations.NullMarked;
