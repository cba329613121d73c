package io.priok.broker;

import java.time.Duration;

/**
 * How much of a broker nodes that are in no swarm can take up together.
 *
 * @param connections at the same time
 * @param lifetime of one connection, busy or not: an answer that was not there by then will not come
 * @param messageBytes of one message
 * @param queueBytes of all messages that wait to be answered
 */
record JoinLimits(int connections, Duration lifetime, int messageBytes, int queueBytes) {
    static final JoinLimits USUAL = new JoinLimits(32, Duration.ofSeconds(30), 64 << 10, 1 << 20);
}
