package io.priok.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.log.Eventually;
import io.priok.log.Journal;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogLimits;
import io.priok.log.LogMember;
import io.priok.log.LogStatus.Role;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredLogTest {
    private static final AtomicInteger PORTS = new AtomicInteger(23_400);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private LogMember member(String id) {
        return new LogMember(id, "127.0.0.1", PORTS.incrementAndGet());
    }

    private LogConfig config(LogMember self, String log) {
        return LogConfig.bootstrap(directory.resolve(self.id() + "-" + log), self, log)
                .withLimits(LogLimits.standard().withSegmentBytes(64 << 10));
    }

    private static RatisLog leading(LogConfig config, Journal state) throws Exception {
        RatisLog log = RatisLog.open(config, state);
        Eventually.await("leads", SOON, () -> log.status().role() == Role.LEADER);
        return log;
    }

    private static void append(RatisLog log, String... entries) throws Exception {
        for (String entry : entries) {
            log.append(entry.getBytes(StandardCharsets.UTF_8)).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void readsAllThatWasAcknowledged() throws Exception {
        LogConfig config = config(member("a"), "one");
        Journal before = new Journal();
        try (RatisLog log = leading(config, before)) {
            append(log, "one", "two", "three");
        }
        Journal after = new Journal();
        StoredLog.Read read = StoredLog.replay(config, after);
        assertThat(after.digest()).isEqualTo(before.digest());
        assertThat(read.applied()).isEqualTo(3);
        assertThat(read.last()).isGreaterThanOrEqualTo(before.appliedIndex());
    }

    @Test
    void goesOnFromASnapshotOrFromWhatTheStateHolds() throws Exception {
        LogConfig config = config(member("a"), "one");
        Journal before = new Journal();
        Journal middle;
        try (RatisLog log = leading(config, before)) {
            append(log, "one");
            log.snapshot().get(20, TimeUnit.SECONDS);
            append(log, "two");
            middle = before.copy();
            append(log, "three");
        }
        Journal empty = new Journal();
        assertThat(StoredLog.replay(config, empty).applied()).isEqualTo(2);
        assertThat(empty.digest()).isEqualTo(before.digest());
        assertThat(StoredLog.replay(config, middle).applied()).isEqualTo(1);
        assertThat(middle.digest()).isEqualTo(before.digest());
    }

    /** What a leader acknowledged may be on a follower's disk before the follower hears that it was. */
    @Test
    void readsTheEndOfAFollowersLogAlsoWhereItHasNotHeardOfACommit() throws Exception {
        LogMember a = member("a");
        LogMember b = member("b");
        LogConfig first = config(a, "one");
        LogConfig second = LogConfig.join(directory.resolve("b-one"), b, "one");
        Journal onA = new Journal();
        RatisLog follower = RatisLog.open(second, new Journal());
        try (RatisLog log = leading(first, onA)) {
            log.setMembers(List.of(a, b)).get(30, TimeUnit.SECONDS);
            append(log, "both");
            follower.close();
            // With one of two members this is never committed, but it is on the leader's disk.
            var unheard = log.append("alone".getBytes(StandardCharsets.UTF_8));
            Eventually.await("it is on the disk", SOON, () -> replayed(first).contains("alone"));
            assertThat(unheard.isDone() && !unheard.isCompletedExceptionally()).isFalse();
            assertThat(onA.entries()).containsExactly("both");
        }
        assertThat(replayed(first)).containsExactly("both", "alone");
    }

    private static List<String> replayed(LogConfig config) {
        try {
            Journal state = new Journal();
            StoredLog.replay(config, state);
            return state.entries();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aLogThatIsNotThereHoldsNothing() throws Exception {
        Journal state = new Journal();
        assertThat(StoredLog.replay(config(member("a"), "none"), state)).isEqualTo(new StoredLog.Read(0, 0));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesADamagedLog() throws Exception {
        LogConfig config = config(member("a"), "one");
        try (RatisLog log = leading(config, new Journal())) {
            append(log, "one", "two", "three");
        }
        File segment = segments(config).get(0).toFile();
        try (RandomAccessFile file = new RandomAccessFile(segment, "rw")) {
            byte[] content = new byte[(int) file.length()];
            file.readFully(content);
            int at = new String(content, StandardCharsets.ISO_8859_1).indexOf("two");
            file.seek(at);
            file.write('T');
        }
        assertThatThrownBy(() -> StoredLog.replay(config, new Journal()))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void refusesALogWithAGap() throws Exception {
        LogConfig config = config(member("a"), "one");
        try (RatisLog log = leading(config, new Journal())) {
            for (int i = 0; i < 300; i++) {
                append(log, "e" + i + " " + "x".repeat(1_000));
            }
        }
        List<Path> segments = segments(config);
        assertThat(segments).hasSizeGreaterThan(2);
        Files.delete(segments.get(1));
        assertThatThrownBy(() -> StoredLog.replay(config, new Journal()))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("has no entries");
    }

    /** What a recovery does: a new log, under another name, that begins after the old one's end. */
    @Test
    void aNewLogGoesOnAloneAfterIt() throws Exception {
        LogMember a = member("a");
        LogConfig old = config(a, "one");
        try (RatisLog log = leading(old, new Journal())) {
            append(log, "one", "two");
        }
        Journal state = new Journal();
        StoredLog.Read read = StoredLog.replay(old, state);
        try (RatisLog laid = leading(config(a, "two"), state)) {
            laid.readBarrier().get(20, TimeUnit.SECONDS);
        }
        Journal fresh = new Journal();
        LogConfig joined = LogConfig.join(directory.resolve("a-two"), a, "two");
        try (RatisLog log = leading(joined, fresh)) {
            assertThat(fresh.entries()).containsExactly("one", "two");
            append(log, "three");
            assertThat(fresh.appliedIndex()).isGreaterThan(read.last());
            assertThat(log.status().members()).containsExactly(a);
        }
        assertThat(fresh.entries()).containsExactly("one", "two", "three");
    }

    private static List<Path> segments(LogConfig config) throws Exception {
        try (Stream<Path> all = Files.walk(config.directory())) {
            return all.filter(path -> path.getFileName().toString().matches("log_(inprogress_)?\\d+(-\\d+)?"))
                    .sorted(Comparator.comparingLong(path -> Long.parseLong(
                            path.getFileName().toString().replaceFirst("log_(inprogress_)?(\\d+).*", "$2"))))
                    .toList();
        }
    }
}
