package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.StateMachine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot files of one member: {@code snapshot.<term>_<index>} with the checksum in a file of the same name and
 * {@code .md5}. A file counts only with a checksum that matches; both are forced, and so is the directory, before
 * anyone is told of it. Two are kept, and the log back to the older, so that one may rot.
 */
final class SnapshotStore implements StateMachineStorage {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final Pattern NAME = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_(\\d+)|(\\d+)-\\d+)");
    private static final int KEPT = 2;

    private @Nullable Path snapshots;
    private @Nullable Path segments;
    private @Nullable Path arriving;
    private volatile @Nullable SingleFileSnapshotInfo latest;

    @Override
    public void init(RaftStorage storage) throws IOException {
        snapshots = Files.createDirectories(
                storage.getStorageDir().getStateMachineDir().toPath());
        segments = storage.getStorageDir().getCurrentDir().toPath();
        arriving = storage.getStorageDir().getTmpDir().toPath();
    }

    /** Finds the newest sound snapshot in the directory of a member that does not run; writes nothing. */
    void look(Path directory) throws IOException {
        snapshots = directory;
        for (TermIndex at : present()) {
            Optional<SingleFileSnapshotInfo> sound = sound(at);
            if (sound.isPresent()) {
                latest = sound.get();
                return;
            }
        }
    }

    /** Only to look at what is there. */
    static SnapshotStore at(Path storage) {
        SnapshotStore store = new SnapshotStore();
        store.snapshots = storage.resolve("sm");
        store.segments = storage.resolve("current");
        return store;
    }

    /** Index of the newest sound snapshot, 0 when there is none. */
    long newestSound() throws IOException {
        for (TermIndex at : present()) {
            if (sound(at).isPresent()) {
                return at.getIndex();
            }
        }
        return 0;
    }

    /** Index of the newest snapshot that was once here, sound or not; 0 when there is none. */
    long newestNamed() throws IOException {
        List<TermIndex> all = present();
        return all.isEmpty() ? 0 : all.get(0).getIndex();
    }

    @Override
    public @Nullable SingleFileSnapshotInfo getLatestSnapshot() {
        return latest;
    }

    /**
     * Finds where this member stands after a start: the newest sound snapshot that the log can continue from. When
     * none is left but the state itself reaches into the log, the state is written out in its place.
     *
     * @return where the log is to continue, or empty to begin at the beginning
     */
    Optional<TermIndex> recover(StateMachine state) throws IOException {
        OptionalLong first = firstIndexInLog();
        List<TermIndex> broken = new ArrayList<>();
        for (TermIndex at : present()) {
            Optional<SingleFileSnapshotInfo> sound = sound(at);
            if (sound.isPresent() && joins(at, first)) {
                latest = sound.get();
                return Optional.of(at);
            }
            broken.add(at);
        }
        if (first.isEmpty() && broken.isEmpty()) {
            // A new log under a state that already holds something begins right after it.
            return state.appliedIndex() == 0
                    ? Optional.empty()
                    : Optional.of(write(TermIndex.valueOf(1, state.appliedIndex()), state));
        }
        if (first.orElse(0) == 0) {
            return Optional.empty();
        }
        for (TermIndex at : broken) {
            if (joins(at, first) && state.appliedIndex() >= at.getIndex()) {
                LOG.warn("Snapshot at {} is unsound; writing it anew from the state at {}", at, state.appliedIndex());
                return Optional.of(write(at, state));
            }
        }
        throw new LogException(
                LogException.Kind.DAMAGED,
                "no sound snapshot reaches the beginning of the log (index " + first.orElse(0) + ") in " + snapshots
                        + ": remove this member and let it join anew");
    }

    /** A snapshot is of use when the log goes on where it ends, or when there is no log. */
    private static boolean joins(TermIndex at, OptionalLong firstInLog) {
        return firstInLog.isEmpty() || at.getIndex() >= firstInLog.getAsLong() - 1;
    }

    /** Writes the state as a snapshot that covers the log up to {@code at}. */
    TermIndex write(TermIndex at, StateMachine state) throws IOException {
        Path file = file(at);
        Path partial = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            state.writeSnapshot(out);
            out.flush();
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        MD5Hash checksum = MD5FileUtil.computeMd5ForFile(partial.toFile());
        MD5FileUtil.saveMD5File(file.toFile(), checksum);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Disk.force(directory());
        latest = new SingleFileSnapshotInfo(new FileInfo(file, checksum), at);
        return at;
    }

    /** Restores the state from the latest snapshot unless the state is already past it. */
    void restoreInto(StateMachine state) throws IOException {
        SingleFileSnapshotInfo from = latest;
        if (from == null || state.appliedIndex() >= from.getIndex()) {
            return;
        }
        try (InputStream in =
                new BufferedInputStream(Files.newInputStream(from.getFile().getPath()), 1 << 16)) {
            state.restoreSnapshot(in);
        }
    }

    /** Forces what arrived from a peer, before it takes the place of what was here. */
    void forceArriving() throws IOException {
        if (arriving != null) {
            Disk.forceTree(arriving);
        }
    }

    /** Takes note of a snapshot that arrived from a peer. */
    TermIndex adoptInstalled() throws IOException {
        Disk.forceTree(directory());
        Path parent = directory().getParent();
        if (parent != null) {
            Disk.force(parent);
        }
        for (TermIndex at : present()) {
            Optional<SingleFileSnapshotInfo> sound = sound(at);
            if (sound.isPresent()) {
                latest = sound.get();
                return at;
            }
        }
        throw new IOException("the snapshot that was installed is not sound");
    }

    /** Index up to which the log may go: the older of the snapshots kept, or -1 when there is but one. */
    long cleanUp() throws IOException {
        List<TermIndex> all = present();
        for (TermIndex old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            Files.deleteIfExists(file(old));
            Files.deleteIfExists(checksumFile(old));
        }
        return all.size() < KEPT ? -1 : all.get(KEPT - 1).getIndex();
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) {
        // Done by cleanUp, which also says how much of the log the rest still needs.
    }

    @Override
    public void format() {}

    private Optional<SingleFileSnapshotInfo> sound(TermIndex at) {
        File file = file(at).toFile();
        try {
            MD5Hash expected = MD5FileUtil.readStoredMd5ForFile(file);
            if (expected != null && expected.equals(MD5FileUtil.computeMd5ForFile(file))) {
                return Optional.of(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), expected), at));
            }
            LOG.warn("Snapshot {} does not match its checksum and is not used", file);
        } catch (IOException e) {
            LOG.warn("Snapshot {} cannot be read and is not used", file, e);
        }
        return Optional.empty();
    }

    /** What is there by name, newest first. */
    private List<TermIndex> present() throws IOException {
        List<TermIndex> found = new ArrayList<>();
        for (Path path : Disk.list(directory())) {
            Matcher name = NAME.matcher(path.getFileName().toString());
            if (name.matches()) {
                found.add(TermIndex.valueOf(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))));
            }
        }
        found.sort(Comparator.comparingLong(TermIndex::getIndex).reversed());
        return found;
    }

    private OptionalLong firstIndexInLog() throws IOException {
        OptionalLong first = OptionalLong.empty();
        for (Path path : Disk.list(segments == null ? directory() : segments)) {
            Matcher name = SEGMENT.matcher(path.getFileName().toString());
            if (name.matches()) {
                long start = Long.parseLong(name.group(1) == null ? name.group(2) : name.group(1));
                first = OptionalLong.of(Math.min(start, first.orElse(Long.MAX_VALUE)));
            }
        }
        return first;
    }

    private Path file(TermIndex at) {
        return directory().resolve("snapshot." + at.getTerm() + "_" + at.getIndex());
    }

    private Path checksumFile(TermIndex at) {
        return directory().resolve(file(at).getFileName() + MD5FileUtil.MD5_SUFFIX);
    }

    private Path directory() {
        if (snapshots == null) {
            throw new IllegalStateException("the snapshot store is not initialised");
        }
        return snapshots;
    }
}
