package io.priok.identity;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/**
 * Identifiers of 128 random bits in base 36. Two draws collide with a probability that needs no check; the source must be a
 * cryptographic one where an identifier is a secret.
 */
public final class RandomIds implements IdSource {
    private static final int LENGTH = 25;
    private static final int RADIX = 36;

    private final RandomGenerator random;

    public RandomIds(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public synchronized String next() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String digits = new BigInteger(1, bits).toString(RADIX);
        return "0".repeat(Math.max(0, LENGTH - digits.length())) + digits;
    }
}
