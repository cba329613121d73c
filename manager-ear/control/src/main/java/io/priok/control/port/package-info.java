/**
 * What the API needs of the running node, as interfaces: its place in a swarm, its engine, logs and events. The runtime
 * implements them; tests do so by hand. Depends on the domain alone.
 */
@NullMarked
package io.priok.control.port;

import org.jspecify.annotations.NullMarked;
