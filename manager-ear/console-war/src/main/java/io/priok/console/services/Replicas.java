package io.priok.console.services;

import java.math.BigInteger;
import java.util.Optional;

/** A number of replicas as typed. */
final class Replicas {
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Replicas() {}

    /** Why the command line would not read it, in its words; empty when it would. */
    static Optional<String> trouble(String given) {
        String why = !given.matches("[0-9]+")
                ? "invalid syntax"
                : new BigInteger(given).compareTo(LARGEST) > 0 ? "value out of range" : "";
        return why.isEmpty() ? Optional.empty() : Optional.of("strconv.ParseUint: parsing \"" + given + "\": " + why);
    }

    /** Of a number without trouble; what no signed number holds is negative, and refused as such. */
    static long read(String given) {
        return new BigInteger(given).longValue();
    }
}
