/**
 * The manager application put together: starts and stops its parts as the node's place in the swarm changes, and carries what the
 * pure core decides to the log, the queues and the caches.
 *
 * <p>Decides nothing about services, tasks or nodes. May depend on everything in the manager but the API.
 */
@NullMarked
package io.priok.runtime;

import org.jspecify.annotations.NullMarked;
