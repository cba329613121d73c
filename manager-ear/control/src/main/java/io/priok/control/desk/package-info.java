/**
 * Where the edges meet the cluster: the look at it, with the refusals of a node that has none to show, and the commit of what
 * {@link io.priok.control.command commands} decided. Depends on the commands and the ports.
 */
@NullMarked
package io.priok.control.desk;

import org.jspecify.annotations.NullMarked;
