package io.priok.api.view;

import io.priok.control.port.LocalSwarm;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.spec.ClusterSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The swarm as the API shows it.
 *
 * @param joinTokens absent where the swarm is only described, in {@code /info}
 */
public record SwarmView(
        ClusterId id,
        Version version,
        Instant createdAt,
        Instant updatedAt,
        ClusterSpec spec,
        @Nullable TlsInfo tlsInfo,
        boolean rootRotationInProgress,
        List<String> defaultAddrPool,
        int subnetSize,
        int dataPathPort,
        @Nullable JoinTokens joinTokens) {
    public static SwarmView of(Cluster cluster, LocalSwarm.@Nullable TrustRoot root) {
        return of(cluster, root, cluster.joinTokens());
    }

    public static SwarmView withoutTokens(Cluster cluster, LocalSwarm.@Nullable TrustRoot root) {
        return of(cluster, root, null);
    }

    private static SwarmView of(Cluster cluster, LocalSwarm.@Nullable TrustRoot root, @Nullable JoinTokens tokens) {
        return new SwarmView(
                cluster.id(),
                new Version(cluster.version()),
                cluster.meta().createdAt(),
                cluster.meta().updatedAt(),
                withoutKey(cluster.spec()),
                TlsInfo.of(root),
                false,
                cluster.addressPools(),
                cluster.subnetSize(),
                cluster.dataPathPort(),
                tokens);
    }

    /** A signing key that was given never comes back. */
    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    private static ClusterSpec withoutKey(ClusterSpec spec) {
        ClusterSpec.CaConfig ca = spec.caConfig();
        return new ClusterSpec(
                spec.name(),
                spec.labels(),
                spec.orchestration(),
                spec.raft(),
                spec.dispatcher(),
                new ClusterSpec.CaConfig(
                        ca.nodeCertExpiry(), ca.externalCas(), ca.signingCaCert(), "", ca.forceRotate()),
                spec.taskDefaults(),
                spec.encryptionConfig());
    }
}
