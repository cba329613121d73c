package io.priok.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;

/** What stands in a manager's log, read from its files while they are written: the term of each entry, by index. */
final class LogRecords {
    private static final SizeInBytes LARGEST = SizeInBytes.valueOf("64MB");

    private LogRecords() {}

    /**
     * An entry, its contents told by their size and hash; what they mean is under the swarm's key.
     *
     * @param term in which it was made
     */
    record Entry(long term, int bytes, int hash) {}

    /** @param log the directory of the manager's logs, with one incarnation in it */
    static SortedMap<Long, Entry> of(Path log) {
        try (Stream<Path> below = Files.walk(log)) {
            List<LogSegmentPath> segments = below.map(LogSegmentPath::matchLogSegment)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparing(LogSegmentPath::getStartEnd))
                    .toList();
            SortedMap<Long, Entry> entries = new TreeMap<>();
            for (LogSegmentPath segment : segments) {
                // The last one is being written: its last entry may not be whole.
                int unused = LogSegment.readSegmentFile(
                        segment.getPath().toFile(),
                        segment.getStartEnd(),
                        LARGEST,
                        CorruptionPolicy.WARN_AND_RETURN,
                        null,
                        entry -> entries.put(
                                entry.getIndex(),
                                new Entry(entry.getTerm(), entry.getSerializedSize(), entry.hashCode())));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
