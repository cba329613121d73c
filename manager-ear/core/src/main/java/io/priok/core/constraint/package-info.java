/**
 * Placement constraints, such as {@code node.role==manager}: their syntax and what they mean for a node.
 *
 * <p>Depends on the domain alone.
 */
@NullMarked
package io.priok.core.constraint;

import org.jspecify.annotations.NullMarked;
