package io.priok.adapter;

/**
 * How long to wait for a broker, in milliseconds.
 *
 * @param connectionTtl a connection without a sign of life for this long is dead, on either side
 * @param checkPeriod how often that is looked at, and how often a sign of life is sent
 * @param callTimeout how long a send or another call waits for its answer
 */
record Patience(long connectionTtl, long checkPeriod, long callTimeout) {}
