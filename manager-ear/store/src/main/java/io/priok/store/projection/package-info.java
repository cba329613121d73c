/**
 * The log's entries as tables: what a manager restarts from, and what history queries read.
 *
 * <p>Invariants: entries are written in order, each exactly once, with the index of the last in the same database transaction, so
 * the tables are the image at that index and never anything between; the tables may lag behind the image and never lead it.
 * History (events, tasks' states, audit) is bounded and may have a gap where a snapshot was installed. Depends on the domain, the
 * image, Hibernate ORM and Flyway; of H2 only where it says so.
 */
@NullMarked
package io.priok.store.projection;

import org.jspecify.annotations.NullMarked;
