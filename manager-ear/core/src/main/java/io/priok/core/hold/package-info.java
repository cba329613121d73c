/**
 * What a restored swarm waits for before anything is started or stopped.
 *
 * <p>Invariant: while it waits, no worker is told of a task. Depends on the domain, the messages and the image.
 */
@NullMarked
package io.priok.core.hold;

import org.jspecify.annotations.NullMarked;
