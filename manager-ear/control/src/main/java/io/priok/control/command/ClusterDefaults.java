package io.priok.control.command;

import io.priok.domain.spec.ClusterSpec;
import java.time.Duration;

/** Settings of a swarm with what the user left open filled in, as the API shows them. */
final class ClusterDefaults {
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(90);

    private ClusterDefaults() {}

    static ClusterSpec fill(ClusterSpec given) {
        Duration expiry = given.caConfig().nodeCertExpiry();
        return new ClusterSpec(
                given.name(),
                given.labels(),
                new ClusterSpec.Orchestration(given.orchestration().historyLimit()),
                raft(given.raft()),
                new ClusterSpec.Dispatcher(given.dispatcher().period()),
                new ClusterSpec.CaConfig(
                        expiry == null || expiry.isZero() ? CERTIFICATE_LIFE : expiry,
                        given.caConfig().externalCas(),
                        given.caConfig().signingCaCert(),
                        given.caConfig().signingCaKey(),
                        given.caConfig().forceRotate()),
                given.taskDefaults(),
                given.encryptionConfig());
    }

    private static ClusterSpec.Raft raft(ClusterSpec.Raft given) {
        ClusterSpec.Raft usual = ClusterSpec.Raft.DEFAULT;
        Long kept = given.keepOldSnapshots();
        return new ClusterSpec.Raft(
                given.snapshotInterval() == 0 ? usual.snapshotInterval() : given.snapshotInterval(),
                kept == null ? usual.keepOldSnapshots() : kept,
                given.logEntriesForSlowFollowers() == 0
                        ? usual.logEntriesForSlowFollowers()
                        : given.logEntriesForSlowFollowers(),
                given.electionTick() == 0 ? usual.electionTick() : given.electionTick(),
                given.heartbeatTick() == 0 ? usual.heartbeatTick() : given.heartbeatTick());
    }
}
