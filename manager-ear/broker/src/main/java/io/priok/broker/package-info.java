/**
 * The broker that each manager embeds, and the manager's own sends and receives over it.
 *
 * <p>Queues are a fast path and not the truth: what a node should run is in the log, what it does run is reported again on every
 * connection and change of leader. So the broker keeps nothing on disk. That costs a restart's worth of messages, which the
 * resynchronisation after the restart would repeat anyway, and it saves the journal's writes (an fsync a message), its files and
 * the order in which a journal, a log and a cache would have to come back.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Memory is bounded: past the limit a send fails at once, it neither blocks a control loop nor goes to disk.
 *   <li>A message that nobody fetches expires, and a queue without messages and consumers is deleted: the queues of nodes that
 *       are gone leave nothing behind but the newest thousand such messages in {@link io.priok.broker.EmbeddedBroker#EXPIRED}.
 *   <li>A message that cannot be handled is delivered a bounded number of times, with a growing delay, and then kept in {@link
 *       io.priok.broker.EmbeddedBroker#DEAD_LETTERS}, of which the newest thousand are held.
 *   <li>Within one queue with one consumer, messages come in the order of sending as long as none is handled in vain.
 *   <li>Nobody gets in without the cluster's secret, but for those who want to join, and these can ask and be answered, within
 *       narrow limits, and nothing else.
 *   <li>Queues whose names begin with {@link io.priok.message.Queues#LOCAL} stay on the broker they were sent to. All others are
 *       moved to the broker where their consumer is.
 *   <li>Links to other brokers follow the list of managers while the broker runs. A broker that falls silent attracts no messages
 *       after about two seconds, and what was on its way there is dropped after three more: late news does more harm than none.
 * </ul>
 *
 * <p>Depends on Artemis's server and the names of the queues; knows no nodes, tasks or leaders.
 */
@NullMarked
package io.priok.broker;

import org.jspecify.annotations.NullMarked;
