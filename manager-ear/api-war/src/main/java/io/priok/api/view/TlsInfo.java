package io.priok.api.view;

import io.priok.control.port.LocalSwarm;
import org.jspecify.annotations.Nullable;

/** What the swarm's members trust. */
public record TlsInfo(String trustRoot, String certIssuerSubject, String certIssuerPublicKey) {
    static @Nullable TlsInfo of(LocalSwarm.@Nullable TrustRoot root) {
        return root == null ? null : new TlsInfo(root.pem(), root.issuerSubject(), root.issuerPublicKey());
    }
}
