/** Where identifiers come from. Depends on the domain alone; randomness is an input. */
@NullMarked
package io.priok.identity;

import org.jspecify.annotations.NullMarked;
