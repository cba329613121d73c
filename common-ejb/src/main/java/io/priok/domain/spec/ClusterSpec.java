package io.priok.domain.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of the swarm, in the API's shape. */
public record ClusterSpec(
        String name,
        Map<String, String> labels,
        Orchestration orchestration,
        Raft raft,
        Dispatcher dispatcher,
        CaConfig caConfig,
        TaskDefaults taskDefaults,
        EncryptionConfig encryptionConfig) {
    public static final long DEFAULT_TASK_HISTORY = 5;
    public static final Duration DEFAULT_HEARTBEAT_PERIOD = Duration.ofSeconds(1);

    public ClusterSpec {
        name = name == null || name.isEmpty() ? "default" : name;
        labels = Copies.map(labels);
        orchestration = orchestration == null ? new Orchestration(null) : orchestration;
        raft = raft == null ? Raft.DEFAULT : raft;
        dispatcher = dispatcher == null ? new Dispatcher(null) : dispatcher;
        caConfig = caConfig == null ? new CaConfig(null, List.of(), "", "", 0) : caConfig;
        taskDefaults = taskDefaults == null ? new TaskDefaults(null) : taskDefaults;
        encryptionConfig = encryptionConfig == null ? new EncryptionConfig(false) : encryptionConfig;
    }

    /** The settings of a new swarm. */
    @SuppressWarnings("NullAway") // absent parts become their defaults in the constructor
    public static ClusterSpec defaults() {
        return new ClusterSpec("default", Map.of(), null, null, null, null, null, null);
    }

    /** @param taskHistoryRetentionLimit ended tasks kept per slot; absent means 5 */
    public record Orchestration(@Nullable Long taskHistoryRetentionLimit) {
        public long historyLimit() {
            return taskHistoryRetentionLimit == null ? DEFAULT_TASK_HISTORY : taskHistoryRetentionLimit;
        }
    }

    /** Settings of the log that the API carries. */
    public record Raft(
            long snapshotInterval,
            @Nullable Long keepOldSnapshots,
            long logEntriesForSlowFollowers,
            int electionTick,
            int heartbeatTick) {
        public static final Raft DEFAULT = new Raft(10_000, 0L, 500, 10, 1);
    }

    /** @param heartbeatPeriod absent or 0 means 1 s */
    public record Dispatcher(@Nullable Duration heartbeatPeriod) {
        public Duration period() {
            return heartbeatPeriod == null || heartbeatPeriod.isZero() ? DEFAULT_HEARTBEAT_PERIOD : heartbeatPeriod;
        }
    }

    /** @param nodeCertExpiry absent means 90 days */
    public record CaConfig(
            @Nullable Duration nodeCertExpiry,
            List<ExternalCa> externalCas,
            String signingCaCert,
            String signingCaKey,
            long forceRotate) {
        public CaConfig {
            externalCas = Copies.list(externalCas);
            signingCaCert = Copies.text(signingCaCert);
            signingCaKey = Copies.text(signingCaKey);
        }

        @Override
        public String toString() {
            return "CaConfig[" + nodeCertExpiry + "]";
        }
    }

    public record ExternalCa(String protocol, String url, Map<String, String> options, String caCert) {
        public ExternalCa {
            protocol = Copies.text(protocol);
            url = Copies.text(url);
            options = Copies.map(options);
            caCert = Copies.text(caCert);
        }
    }

    public record TaskDefaults(TaskSpec.@Nullable Driver logDriver) {}

    public record EncryptionConfig(boolean autoLockManagers) {}
}
