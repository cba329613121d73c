/**
 * The console in a real Chromium, as its users meet it, on a node that {@code ./priok up} started. Needs no class of the
 * product nor of the other end-to-end tests. Screenshots are left in {@code target/screenshots}.
 */
@NullMarked
package io.priok.e2e.console;

import org.jspecify.annotations.NullMarked;
