/**
 * Where the agent meets the application server: message-driven beans that parse one message and make one call, the sender, the
 * start, and the health check. Depends on everything else of the worker; nothing depends on it.
 */
@NullMarked
package io.priok.agent.edge;

import org.jspecify.annotations.NullMarked;
