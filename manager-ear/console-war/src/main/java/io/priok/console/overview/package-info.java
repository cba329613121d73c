/**
 * The first screen: is there a quorum, who leads, what is there, and what needs attention and why. May use the other screens' view
 * models; they know nothing of it.
 */
@NullMarked
package io.priok.console.overview;

import org.jspecify.annotations.NullMarked;
