package io.priok.message;

import io.priok.domain.spec.Copies;

/**
 * Asks a manager to let a node in. The token itself is not sent: {@link #proof} shows that the sender has it.
 *
 * @param nonce random, new for each attempt to join; the same when the ask is repeated because no answer came
 * @param joiner a {@link Joiner} as JSON text
 * @param proof MAC of nonce and joiner under the token's secret, base64
 */
public record JoinAsk(String nonce, String joiner, String proof) {
    public JoinAsk {
        nonce = Copies.text(nonce);
        joiner = Copies.text(joiner);
        proof = Copies.text(proof);
    }
}
