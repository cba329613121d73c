/**
 * Nodes: the list, one node, and its availability.
 */
@NullMarked
package io.priok.console.nodes;

import org.jspecify.annotations.NullMarked;
