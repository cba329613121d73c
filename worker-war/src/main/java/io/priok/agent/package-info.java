/**
 * The worker's agent: it takes assignments from the leader, steps each task through its life on the node's engine, and reports
 * what it sees.
 *
 * <p>{@link io.priok.agent.TaskLife} decides: pure functions over a {@link io.priok.agent.TaskRecord}. {@link
 * io.priok.agent.TaskRunner} acts on one task at a time, {@link io.priok.agent.Agent} holds them all, and {@link
 * io.priok.agent.Reporter} tells the managers. Invariants: a message of an older term is refused; news of a task older than what
 * is known is ignored; an observed state never goes backwards; a container is started at most once.
 *
 * <p>Depends on the domain and the messages. Engine, disk, broker, clock and threads are ports given by constructor.
 */
@NullMarked
package io.priok.agent;

import org.jspecify.annotations.NullMarked;
