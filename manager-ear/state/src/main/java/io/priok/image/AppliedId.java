package io.priok.image;

/**
 * A transaction that was applied.
 *
 * @param index of the log entry that held it
 */
public record AppliedId(String id, long index) {}
