/**
 * What users may ask of the cluster: {@link io.priok.control.command commands} that decide, {@link io.priok.control.query
 * queries} that answer, and the {@link io.priok.control.port ports} through which the API reaches the node. Nothing here
 * acts: no HTTP, no clock or randomness of its own.
 */
@NullMarked
package io.priok.control;

import org.jspecify.annotations.NullMarked;
