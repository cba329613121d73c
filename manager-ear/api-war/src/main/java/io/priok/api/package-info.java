/**
 * Docker's API for what concerns the cluster, as thin JAX-RS resources: a resource reads the request, calls one command or
 * query of the control package, and renders a view. Whatever is refused becomes a status in one place.
 *
 * <p>Edge code: may use Jakarta EE; decides nothing.
 */
@NullMarked
package io.priok.api;

import org.jspecify.annotations.NullMarked;
