package io.priok.api.view;

/** {@code {"Index":37}}. */
public record Version(long index) {}
