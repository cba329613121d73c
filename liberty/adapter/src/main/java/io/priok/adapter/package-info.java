/**
 * The resource adapter: message-driven beans and outgoing sends over the brokers of the managers that this node belongs to.
 *
 * <p>A node joins and leaves swarms while it runs, and managers come and go, so the list of brokers is state and not
 * configuration. It is one file, {@code managers}, with one {@code host:port} a line, and the password that goes with it is
 * another; both are looked at twice a second. Whatever differs from what connections were made with, drops them.
 *
 * <p>There is one way back to a broker, whatever the reason (not in a swarm yet, a broker that died, another list): the
 * activation is torn down, waits, and is set up again as soon as a broker of the list accepts. The client library's own
 * fail-over is not used, because it stays with the list that it was made with. Waiting costs one log line and a refused
 * connection every half second.
 *
 * <p>Depends on Artemis's Jakarta resource adapter and on nothing else of Priok.
 */
@NullMarked
package io.priok.adapter;

import org.jspecify.annotations.NullMarked;
