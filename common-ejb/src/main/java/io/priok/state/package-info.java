/**
 * Changes of the cluster state: what an entry of the log holds.
 *
 * <p>Deciding produces transactions; applying alone mutates (the image, in the manager's core). Depends on the domain alone.
 */
@NullMarked
package io.priok.state;

import org.jspecify.annotations.NullMarked;
