/** Tests of the broker as its users see it: each starts a real one inside the process. */
@NullMarked
package io.priok.broker;

import org.jspecify.annotations.NullMarked;
