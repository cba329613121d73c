package io.priok.message;

import io.priok.domain.spec.Copies;

/**
 * The manager's answer to a {@link JoinAsk}.
 *
 * @param refusal the kind of a {@code Refusal}, empty when the node is let in
 * @param message the refusal's text
 * @param fingerprint SHA-256 of the cluster's root certificate, hexadecimal: a token of another cluster is told by it
 * @param admission an {@link Admission} as JSON, sealed under the token's secret and the nonce, base64; empty when refused
 */
public record JoinAnswer(String refusal, String message, String fingerprint, String admission) {
    public JoinAnswer {
        refusal = Copies.text(refusal);
        message = Copies.text(message);
        fingerprint = Copies.text(fingerprint);
        admission = Copies.text(admission);
    }
}
