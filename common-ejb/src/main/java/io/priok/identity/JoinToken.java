package io.priok.identity;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A join token taken apart, {@code SWMTKN-1-<digest>-<secret>}.
 *
 * @param digest SHA-256 of the root certificate of the cluster that it opens, 64 hexadecimal digits
 * @param secret what proves the right to join
 */
public record JoinToken(String digest, String secret) {
    private static final Pattern FORM = Pattern.compile("SWMTKN-1-([0-9a-z]{50})-([0-9a-z]{25})");
    private static final int DIGEST_BYTES = 32;

    /** Empty when the text is no token at all. */
    public static Optional<JoinToken> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] digits = new BigInteger(parts.group(1), 36).toByteArray();
        byte[] digest = new byte[DIGEST_BYTES];
        int length = Math.min(digits.length, DIGEST_BYTES);
        System.arraycopy(digits, digits.length - length, digest, DIGEST_BYTES - length, length);
        return Optional.of(new JoinToken(HexFormat.of().formatHex(digest), parts.group(2)));
    }

    @Override
    public String toString() {
        return "JoinToken[hidden]";
    }
}
