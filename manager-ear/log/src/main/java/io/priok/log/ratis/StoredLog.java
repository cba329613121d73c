package io.priok.log.ratis;

import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.StateMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.SizeInBytes;

/**
 * The log on the disk of a member that does not run, read without a majority: for one that is to go on without the others.
 *
 * <p>All entries are applied, also those at the end of which this member has not heard that a majority has them. They may have been
 * acknowledged: who acknowledges is the leader, and the members hear of it later. One that was not is a write whose outcome
 * its author does not know, so it may take effect as well as not. Nothing is written.
 */
public final class StoredLog {
    private final StateMachine state;
    private long last;
    private long applied;

    private StoredLog(StateMachine state) {
        this.state = state;
        this.last = state.appliedIndex();
    }

    /**
     * What was read.
     *
     * @param last index of the last entry, at least that of the state
     * @param applied entries that were new to the state
     */
    public record Read(long last, long applied) {}

    /**
     * Brings a state up to the end of the log.
     *
     * @param config of the member as it was
     * @param state may hold something already; if the log begins after that, a snapshot has to close the gap
     * @throws LogException {@code DISK_FAILED} when something of the log is damaged or missing; the state may have advanced
     */
    public static Read replay(LogConfig config, StateMachine state) throws IOException {
        Path group = config.directory().resolve(config.group().toString());
        StoredLog log = new StoredLog(state);
        log.restore(group);
        log.read(group.resolve("current"), SizeInBytes.valueOf(RatisSettings.framed(config.limits())));
        return new Read(log.last, log.applied);
    }

    private void restore(Path group) throws IOException {
        SnapshotStore snapshots = new SnapshotStore();
        snapshots.look(group.resolve("sm"));
        snapshots.restoreInto(state);
        var latest = snapshots.getLatestSnapshot();
        if (latest != null) {
            last = Math.max(last, latest.getIndex());
        }
    }

    private void read(Path directory, SizeInBytes largest) throws IOException {
        List<LogSegmentPath> segments = Disk.list(directory).stream()
                .map(LogSegmentPath::matchLogSegment)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(LogSegmentPath::getStartEnd))
                .toList();
        for (LogSegmentPath segment : segments) {
            try {
                int unused = LogSegment.readSegmentFile(
                        segment.getPath().toFile(),
                        segment.getStartEnd(),
                        largest,
                        CorruptionPolicy.EXCEPTION,
                        null,
                        this::take);
            } catch (IOException | IllegalStateException e) {
                throw new LogException(
                        Kind.DISK_FAILED,
                        "the log is damaged after entry " + last + " in " + segment.getPath() + ": " + e.getMessage(),
                        e);
            }
        }
    }

    private void take(LogEntryProto entry) {
        long index = entry.getIndex();
        if (index <= last) {
            return;
        }
        if (index != last + 1) {
            throw new LogException(
                    Kind.DISK_FAILED,
                    "the log has no entries " + (last + 1) + " to " + (index - 1) + " and no snapshot");
        }
        last = index;
        ByteString data = entry.hasStateMachineLogEntry()
                ? entry.getStateMachineLogEntry().getLogData()
                : ByteString.EMPTY;
        if (!data.isEmpty() && index > state.appliedIndex()) {
            state.apply(index, data.toByteArray());
            applied++;
        }
    }
}
