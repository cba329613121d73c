package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/**
 * What a member's files hold, looked at before Ratis opens them, because Ratis is at once too lenient and too strict: a length that was
 * altered makes it drop that entry and all after it in the open file, silently; and the entry that was being written when the power failed makes
 * it refuse to start.
 *
 * <p>The rule here: an entry that cannot be read, or is not there, is the tail of a write that was never acknowledged <em>unless
 * something says that it was committed</em>: an entry behind it, which notes the commit index, or the state, which holds its effect. Then
 * the log is damaged, and this member may not take part with it: it once promised to have that entry. A tail is cut off.
 *
 * <p>The open file is written anew and forced. After a failed force the kernel may hold what the disk does not, and Ratis counts all
 * that it reads as forced.
 */
final class Segments {
    private static final String META = "raft-meta";

    private final Path current;
    private final SnapshotStore snapshots;

    /** @param storage the directory of one log group */
    Segments(Path storage) {
        this.current = storage.resolve("current");
        this.snapshots = SnapshotStore.at(storage);
    }

    /** True for a member that has never written anything, or whose directory was emptied. */
    boolean isEmpty() {
        return !Files.exists(current.resolve(META));
    }

    /**
     * @param applied highest index whose effect the state holds, 0 when none
     * @throws LogException of kind {@code DAMAGED}, saying which file and what
     */
    void check(long applied) throws IOException {
        List<SegmentFile> files = new ArrayList<>();
        for (Path path : Disk.list(current)) {
            SegmentFile.of(path).ifPresent(files::add);
        }
        files.sort(Comparator.comparingLong(SegmentFile::first));
        long covered = snapshots.newestSound();
        // Where the first file begins is for the snapshots to answer for.
        long end = files.isEmpty() ? covered : Math.max(covered, files.get(0).first() - 1);
        long term = 0;
        for (SegmentFile file : files) {
            if (file.first() > end + 1) {
                throw damaged(file.path(), "the entries from " + (end + 1) + " before it are missing");
            }
            SegmentFile.Reading read = file.last().isPresent() ? closed(file) : open(file, Math.max(applied, covered));
            end = Math.max(end, read.end());
            term = Math.max(term, read.term());
        }
        long promised = Math.max(applied, snapshots.newestNamed());
        if (promised > end) {
            throw damaged(current, "it ends at entry " + Math.max(0, end) + ", and " + promised + " was applied here");
        }
        checkTerm(term);
    }

    private static SegmentFile.Reading closed(SegmentFile file) throws IOException {
        SegmentFile.Reading read = file.read(file.bytes());
        if (read.end() < file.last().orElseThrow()) {
            throw damaged(file.path(), "entry " + (read.end() + 1) + " cannot be read");
        }
        return read;
    }

    private SegmentFile.Reading open(SegmentFile file, long applied) throws IOException {
        byte[] bytes = file.bytes();
        SegmentFile.Reading read = file.read(bytes);
        long missing = read.end() + 1;
        if (!read.clean() && Math.max(applied, read.known()) >= missing) {
            throw damaged(file.path(), "entry " + missing + " cannot be read, and was committed");
        }
        if (read.end() < file.first()) {
            Files.delete(file.path());
        } else {
            rewrite(file.path(), ByteBuffer.wrap(bytes, 0, read.soundBytes()));
        }
        Disk.force(current);
        return read;
    }

    private static void rewrite(Path file, ByteBuffer sound) throws IOException {
        Path fresh = file.resolveSibling("rewritten.tmp");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (sound.hasRemaining()) {
                out.write(sound);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file with term and vote has no checksum; a term below that of an entry is certainly wrong. */
    private void checkTerm(long atLeast) throws IOException {
        Path meta = current.resolve(META);
        if (!Files.exists(meta)) {
            if (atLeast > 0) {
                throw damaged(meta, "it is missing");
            }
            return;
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(meta)) {
            properties.load(in);
            if (Long.parseLong(properties.getProperty("term", "")) >= atLeast && properties.containsKey("votedFor")) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw damaged(meta, "it cannot be read: " + e.getMessage());
        }
        throw damaged(meta, "its term is below " + atLeast + ", of which there are entries");
    }

    private static LogException damaged(Path file, String what) {
        return new LogException(Kind.DAMAGED, "the log is damaged in " + file + ": " + what);
    }
}
