/**
 * Events of the cluster, derived from the transitions of applied log entries: pure functions, so every manager derives the
 * same. Depends on the domain and the image.
 */
@NullMarked
package io.priok.control.event;

import org.jspecify.annotations.NullMarked;
