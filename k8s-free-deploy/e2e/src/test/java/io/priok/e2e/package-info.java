/**
 * The packaged product as its users meet it: started by {@code ./priok} on a Docker Engine of its own, driven by the unmodified
 * {@code docker} command and by plain HTTP. Nothing here depends on the product's code. The same expectations can be held against
 * Docker's own Swarm with {@code -Dpriok.e2e.kind=swarm}: what fails there expects the wrong thing.
 */
@NullMarked
package io.priok.e2e;

import org.jspecify.annotations.NullMarked;
