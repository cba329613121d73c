package io.priok.api.view;

/** {@code {"Index":37}}. */
record Version(long index) {}
