/**
 * Who is to be a manager, and the steps by which the log's group comes to that.
 *
 * <p>Invariants: one step at a time, each decided anew from the state; a group never changes by more than one member, and only when
 * enough of it can be reached before and after to decide. Depends on the domain, the messages and the image.
 */
@NullMarked
package io.priok.core.role;

import org.jspecify.annotations.NullMarked;
