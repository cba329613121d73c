package io.priok.store.projection;

import java.util.Optional;

/**
 * How the projection stands.
 *
 * @param written index of the last entry in the tables
 * @param durable index of the last entry known to survive a loss of power
 * @param waiting entries and requests in the queue
 * @param trouble why writing fails at present; it is tried again until it succeeds
 */
public record ProjectionStatus(long written, long durable, int waiting, Optional<String> trouble) {}
