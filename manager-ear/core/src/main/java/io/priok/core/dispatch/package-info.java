/**
 * What is to be sent to which worker.
 *
 * <p>Invariant: only tasks that have a node are sent, and a worker that follows the newest message or the complete set comes to the
 * same. Depends on the domain, messages and the image.
 */
@NullMarked
package io.priok.core.dispatch;

import org.jspecify.annotations.NullMarked;
