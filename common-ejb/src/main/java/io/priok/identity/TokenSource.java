package io.priok.identity;

import io.priok.domain.JoinTokens;
import java.math.BigInteger;

/**
 * Makes join tokens in Swarm's form, {@code SWMTKN-1-<digest>-<secret>}: the digest (50 digits of base 36) names the cluster's
 * trust root, so that a joining node can tell another cluster's token; the secret (25 digits) proves the right to join.
 */
public final class TokenSource {
    private static final int DIGEST_LENGTH = 50;

    private final IdSource ids;

    public TokenSource(IdSource ids) {
        this.ids = ids;
    }

    /**
     * Fresh tokens of both roles.
     *
     * @param trustRootDigest SHA-256 of what the cluster's members trust, 32 bytes
     */
    public JoinTokens tokens(byte[] trustRootDigest) {
        return new JoinTokens(token(trustRootDigest), token(trustRootDigest));
    }

    /** One fresh token. */
    public String token(byte[] trustRootDigest) {
        String digits = new BigInteger(1, trustRootDigest).toString(36);
        return "SWMTKN-1-" + "0".repeat(Math.max(0, DIGEST_LENGTH - digits.length())) + digits + "-" + ids.next();
    }
}
