package io.priok.message;

import io.priok.domain.spec.Copies;

/**
 * From one manager to another that it does not see among its own, and the answer: each says where it stands.
 *
 * @param nonce random, new for each question; the answer has the same
 * @param sealed a {@link Standing} as JSON, closed under the swarm's state key, which managers alone have, for this nonce and direction
 */
public record StandingNote(String nonce, String sealed) {
    public StandingNote {
        nonce = Copies.text(nonce);
        sealed = Copies.text(sealed);
    }
}
