/**
 * The nemesis: clients write and read through all managers of a lab while faults strike at random, and afterwards a checker looks at
 * the history of what they were told. {@link io.priok.e2e.nemesis.NemesisRun} puts it together; the checker, the plan of faults, the
 * statistics and the picture are pure.
 *
 * <p>A history is only evidence if outcomes are told apart: what was accepted, what certainly had no effect, and what nobody knows. Each
 * write leaves a value of its own in its service, so a reading tells which write it saw.
 */
@NullMarked
package io.priok.e2e.nemesis;

import org.jspecify.annotations.NullMarked;
