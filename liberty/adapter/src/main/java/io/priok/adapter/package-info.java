/**
 * The resource adapter: message-driven beans and outgoing sends over the brokers of the managers that this node belongs to.
 *
 * <p>A node joins and leaves swarms while it runs, and managers come and go, so the list of brokers is state and not
 * configuration. It is one file, {@code managers}, with one {@code host:port} a line, and the password that goes with it is
 * another; both are looked at four times a second. The order of the list is the order of preference.
 *
 * <p>All connections of a server go to one broker ({@link io.priok.adapter.Route}, {@link io.priok.adapter.Attachment}). A change
 * of the list that leaves this broker in it drops nothing; a change of the password drops everything. A broker that answers no
 * more is noticed by what is not heard of it ({@link io.priok.adapter.Silence}), by one connection for all.
 *
 * <p>There is one way to a broker, whatever the reason (not in a swarm yet, a broker that died, another list): the activation is
 * torn down, waits, and is set up as soon as a broker of the list accepts. The client library's own fail-over is not used,
 * because it stays with the list that it was made with. Waiting costs one log line and a refused connection four times a second.
 *
 * <p>Depends on Artemis's Jakarta resource adapter and on nothing else of Priok.
 */
@NullMarked
package io.priok.adapter;

import org.jspecify.annotations.NullMarked;
