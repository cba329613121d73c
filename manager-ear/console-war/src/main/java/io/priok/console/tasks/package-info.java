/**
 * Tasks: where they are, how they fare, and why they wait or failed.
 */
@NullMarked
package io.priok.console.tasks;

import org.jspecify.annotations.NullMarked;
