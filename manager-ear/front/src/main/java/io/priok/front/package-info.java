/**
 * The front door: a listener that speaks Docker's API to unmodified clients and forwards each request either to Priok's
 * own API (in Liberty, on loopback) or to the node's engine (on its unix socket).
 *
 * <p>Invariants: the backend is chosen per request, never per connection; a body is never held whole; bytes are read from
 * one side only while the other can take them; whatever ends on one side ends on the other; nothing that is ambiguous
 * (two lengths, folded headers, dot segments, odd version prefixes) is forwarded, so that no client can reach the
 * engine's own Swarm mode around Priok.
 *
 * <p>Everything of one client connection, its backend included, runs on one event loop and needs no locks.
 *
 * <p>May depend on Netty and the JDK only.
 */
@NullMarked
package io.priok.front;

import org.jspecify.annotations.NullMarked;
