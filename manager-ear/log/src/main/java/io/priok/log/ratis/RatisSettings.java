package io.priok.log.ratis;

import io.priok.log.LogConfig;
import io.priok.log.LogLimits;
import io.priok.log.LogTiming;
import io.priok.log.LogTls;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Translates a {@link LogConfig} into Ratis's keys. Only what differs from Ratis's defaults, or must never change. */
final class RatisSettings {
    private static final int KB = 1 << 10;

    private RatisSettings() {}

    static RaftProperties properties(LogConfig config) {
        RaftProperties p = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(p, List.of(config.directory().toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(p, new File(config.directory().toFile(), "removed"));
        GrpcConfigKeys.Server.setHost(p, config.bindHost());
        GrpcConfigKeys.Server.setPort(p, config.self().port());
        durability(p);
        timing(p, config.timing());
        limits(p, config.limits());
        return p;
    }

    private static void durability(RaftProperties p) {
        // Both would acknowledge before the disk has the entry.
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(p, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(p, false);
        // What is torn or damaged is told apart by Segments before Ratis reads; whatever Ratis finds beyond that must
        // stop the member.
        RaftServerConfigKeys.Log.setCorruptionPolicy(p, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
        // The commit index as an entry of its own, coalesced: without it followers hear of a commit only with the next
        // entry or heartbeat, and an append from a follower waits for that.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, true);
        RaftServerConfigKeys.LeaderElection.setPreVote(p, true);
        RaftServerConfigKeys.LeaderElection.setMemberMajorityAdd(p, false);
    }

    private static void timing(RaftProperties p, LogTiming timing) {
        TimeDuration min = duration(timing.electionMin());
        TimeDuration max = duration(timing.electionMax());
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, max);
        // A member that has just started has no leader to wait for; a lone one leads within the longer of these.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, millis(100));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, millis(250));
        RaftServerConfigKeys.Rpc.setRequestTimeout(p, millis(3_000));
        // How long a member that is being added may be silent. The default, three election time-outs, is over before
        // a cold JVM has made its first connection.
        RaftServerConfigKeys.setStagingTimeout(p, millis(Membership.STEP_MILLIS));
        // Ratis shuts a member down for good after a pause of a minute. Stepping down is enough.
        RaftServerConfigKeys.setCloseThreshold(p, TimeDuration.valueOf(3_650, TimeUnit.DAYS));
        // By default a leader that could not reach a member for a while tries every 5 s only: one that comes back would
        // stand
        // aside, a candidate without voters, for many seconds.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, "1ms,10, 50ms,20, 200ms,1000000000");
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(p, duration(timing.electionMax()));
        RaftClientConfigKeys.Rpc.setRequestTimeout(p, duration(timing.request()));
        // Long enough that every retry of an append meets its earlier self, short enough to stay small.
        RaftServerConfigKeys.RetryCache.setExpiryTime(
                p, duration(timing.request().multipliedBy(2)));
    }

    private static void limits(RaftProperties p, LogLimits limits) {
        int framed = framed(limits);
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, size(limits.segmentBytes()));
        RaftServerConfigKeys.Log.setPreallocatedSize(p, size(limits.preallocatedBytes()));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, size(2L * limits.segmentBytes()));
        RaftServerConfigKeys.Log.setQueueByteLimit(p, size(limits.pendingBytes()));
        RaftServerConfigKeys.Write.setByteLimit(p, size(limits.pendingBytes()));
        // Entries to followers at least so far apart; the default of 1 ms is added to every append.
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(p, TimeDuration.valueOf(50, TimeUnit.MICROSECONDS));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, size(framed));
        RaftServerConfigKeys.Log.setWriteBufferSize(p, size(framed + 64L * KB));
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(p, size(1_024L * KB));
        GrpcConfigKeys.setMessageSizeMax(p, size(2L * framed + 1_024L * KB));
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(p, 16);
        // Snapshots are taken by RatisLog, which keeps the log back to the older of two.
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setCreationGap(p, 1);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, 2);
        RaftServerConfigKeys.Log.setPurgeGap(p, 1);
        // Otherwise a member that is down for good keeps everybody's log for ever.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.ThreadPool.setServerCached(p, true);
        RaftServerConfigKeys.ThreadPool.setClientCached(p, true);
    }

    /** Bytes of the largest entry with what is around it. */
    static int framed(LogLimits limits) {
        return limits.entryBytes() + 64 * KB;
    }

    static Parameters parameters(LogConfig config) {
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, new VoteSync(config.storage()));
        config.tls().ifPresent(tls -> GrpcConfigKeys.TLS.setConf(parameters, tlsConfig(tls)));
        return parameters;
    }

    private static GrpcTlsConfig tlsConfig(LogTls tls) {
        return new GrpcTlsConfig(
                tls.privateKey().toFile(),
                tls.certificates().toFile(),
                tls.authorities().toFile(),
                true);
    }

    private static TimeDuration duration(Duration d) {
        return millis(d.toMillis());
    }

    private static TimeDuration millis(long n) {
        return TimeDuration.valueOf(n, TimeUnit.MILLISECONDS);
    }

    private static SizeInBytes size(long bytes) {
        return SizeInBytes.valueOf(bytes);
    }
}
