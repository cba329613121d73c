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
import io.priok.log.LogTiming;
import io.priok.log.ReplicatedLog;
import io.priok.log.ReplicatedLogContract;
import io.priok.log.StateMachine;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatisLogTest extends ReplicatedLogContract {
    private static final LogTiming QUICK =
            new LogTiming(Duration.ofMillis(800), Duration.ofMillis(1_500), Duration.ofSeconds(8));
    private static final AtomicInteger PORTS = new AtomicInteger(21_000);

    @TempDir
    Path directory;

    private final Map<String, LogMember> members = new ConcurrentHashMap<>();

    @Override
    protected LogMember member(String id) {
        return members.computeIfAbsent(id, name -> new LogMember(name, "127.0.0.1", PORTS.incrementAndGet()));
    }

    @Override
    protected ReplicatedLog bootstrap(LogMember self, StateMachine state) throws IOException {
        return RatisLog.open(config(self, List.of(self)), state);
    }

    @Override
    protected ReplicatedLog join(LogMember self, StateMachine state) throws IOException {
        return RatisLog.open(config(self, List.of()), state);
    }

    private LogConfig config(LogMember self, List<LogMember> initial) {
        Path own = directory.resolve(self.id());
        LogConfig config =
                initial.isEmpty() ? LogConfig.join(own, self, "test") : LogConfig.bootstrap(own, self, "test");
        return config.withTiming(QUICK);
    }

    @Test
    void aLoneMemberLeadsWithinHalfASecond() throws Exception {
        first("warm", new Journal());
        Duration quickest = Duration.ofDays(1);
        // The machine may be busy with other things, but hardly at each of these.
        for (String id : List.of("b", "c", "d", "e")) {
            long begin = System.nanoTime();
            first(id, new Journal());
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            quickest = took.compareTo(quickest) < 0 ? took : quickest;
        }
        assertThat(quickest).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void aMemberWhoseLinkWasCutHearsOfEverythingOverANewConnection() throws Exception {
        RatisLog a = (RatisLog) first("a", new Journal());
        Journal far = new Journal();
        try (Relay way = new Relay(member("b").port())) {
            joining("b", far);
            joining("c", new Journal());
            LogMember throughRelay = new LogMember("b", "127.0.0.1", way.port());
            a.setMembers(List.of(member("a"), throughRelay, member("c"))).get(40, TimeUnit.SECONDS);
            append(a, "before");
            Eventually.await("it hears", SOON, () -> far.entries().contains("before"));

            way.cut();
            append(a, "meanwhile");
            Eventually.await("it is tried in vain", SOON, () -> a.unreached().contains("b"));
            way.heal();

            Eventually.await("it hears again", SOON, () -> far.entries().contains("meanwhile"));
        }
    }

    /** One that never missed its leader while another was cut off, and so has not tried the way. */
    @Test
    void votesAreAskedForOverANewConnection() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        try (Relay way = new Relay(member("c").port())) {
            ReplicatedLog b = joining("b", new Journal());
            joining("c", new Journal());
            LogMember throughRelay = new LogMember("c", "127.0.0.1", way.port());
            a.setMembers(List.of(member("a"), member("b"), throughRelay)).get(40, TimeUnit.SECONDS);
            a.transferLeadership("b").get(40, TimeUnit.SECONDS);
            Eventually.await(
                    "b leads, over a connection to c", SOON, () -> b.status().role() == Role.LEADER);
            append(b, "before");
            b.transferLeadership("a").get(40, TimeUnit.SECONDS);
            Eventually.await("a leads again", SOON, () -> a.status().role() == Role.LEADER);

            way.cut();
            append(a, "what c has not heard of");
            CompletableFuture<Void> closed = CompletableFuture.runAsync(a::close);
            Eventually.await(
                    "b misses its leader", SOON, () -> b.status().leaderId().isEmpty());
            way.heal();

            Eventually.await("b leads, by the vote of c", SOON, () -> b.status().role() == Role.LEADER);
            closed.get(40, TimeUnit.SECONDS);
        }
    }

    @Test
    void restartKeepsEverythingAcknowledged() throws Exception {
        Journal before = new Journal();
        ReplicatedLog log = first("a", before);
        for (int i = 0; i < 50; i++) {
            append(log, "e" + i);
        }
        log.close();

        Journal after = new Journal();
        ReplicatedLog again = first("a", after);

        assertThat(after.entries()).isEqualTo(before.entries());
        assertThat(append(again, "more").result()).isEqualTo(bytes("ok more"));
    }

    @Test
    void restartFromASnapshotAppliesOnlyWhatFollowsIt() throws Exception {
        Journal before = new Journal();
        ReplicatedLog log = first("a", before);
        append(log, "old");
        log.snapshot().get(10, TimeUnit.SECONDS);
        append(log, "new");
        log.close();

        Journal after = new Journal();
        first("a", after);

        assertThat(after.digest()).isEqualTo(before.digest());
    }

    @Test
    void restartSkipsWhatTheStateAlreadyHolds() throws Exception {
        Journal state = new Journal();
        ReplicatedLog log = first("a", state);
        append(log, "one");
        log.snapshot().get(10, TimeUnit.SECONDS);
        append(log, "two");
        append(log, "three");
        log.close();

        // The journal throws when an index comes twice, so going on with the same one is the proof.
        ReplicatedLog again = first("a", state);
        append(again, "four");

        assertThat(state.entries()).containsExactly("one", "two", "three", "four");
        assertThat(again.status().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void snapshotsBoundTheDiskAndALateMemberGetsOne() throws Exception {
        ReplicatedLog a = opened(RatisLog.open(
                config(member("a"), List.of(member("a")))
                        .withLimits(
                                LogLimits.standard().withSegmentBytes(64 << 10).withSnapshotAfter(200, 1 << 30)),
                new Journal()));
        Eventually.await("a leads", SOON, () -> a.status().role() == Role.LEADER);
        String padding = "x".repeat(1_000);
        for (int i = 0; i < 2_000; i++) {
            append(a, "e" + i + " " + padding);
        }
        a.snapshot().get(10, TimeUnit.SECONDS);
        Eventually.await(
                "old segments are gone",
                SOON,
                () -> files("a").mapToLong(File::length).sum() < 1_200_000);

        Journal late = new Journal();
        joining("b", late);
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);

        Eventually.await("b caught up", SOON, () -> late.size() == 2_000);
    }

    @Test
    void aRottenSnapshotIsPassedOverForTheOneBefore() throws Exception {
        Journal before = new Journal();
        ReplicatedLog log = first("a", before);
        append(log, "one");
        log.snapshot().get(10, TimeUnit.SECONDS);
        append(log, "two");
        log.snapshot().get(10, TimeUnit.SECONDS);
        append(log, "three");
        log.close();
        List<Path> snapshots = snapshots("a");
        assertThat(snapshots).hasSize(2);
        corrupt(snapshots.get(1));

        Journal after = new Journal();
        first("a", after);

        assertThat(after.digest()).isEqualTo(before.digest());
    }

    @Test
    void whenAllSnapshotsAreRottenTheStateItselfIsTheSnapshot() throws Exception {
        Journal state = new Journal();
        filledBeyondItsFirstSegment(state).close();
        for (Path snapshot : snapshots("a")) {
            corrupt(snapshot);
        }

        Journal fromDatabase = state.copy();
        ReplicatedLog again = first("a", fromDatabase);
        append(again, "more");

        assertThat(fromDatabase.entries()).startsWith("e0").endsWith("more");
    }

    @Test
    void refusesToStartWhenNothingReachesTheBeginningOfItsLog() throws Exception {
        filledBeyondItsFirstSegment(new Journal()).close();
        for (Path snapshot : snapshots("a")) {
            corrupt(snapshot);
        }

        assertThatThrownBy(() -> bootstrap(member("a"), new Journal()))
                .hasStackTraceContaining("no sound snapshot reaches the beginning of the log");
    }

    private ReplicatedLog filledBeyondItsFirstSegment(Journal state) throws Exception {
        ReplicatedLog log = opened(RatisLog.open(
                config(member("a"), List.of(member("a")))
                        .withLimits(LogLimits.standard().withSegmentBytes(16 << 10)),
                state));
        String padding = "x".repeat(1_000);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 40; i++) {
                append(log, "e" + (round * 40 + i) + " " + padding);
            }
            log.snapshot().get(10, TimeUnit.SECONDS);
        }
        Eventually.await(
                "the first segment is gone",
                SOON,
                () -> files("a").noneMatch(file -> file.getName().startsWith("log_0-")));
        return log;
    }

    @Test
    void addingAMemberThatIsNotUpYetWaitsForIt() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        var change = a.setMembers(List.of(member("a"), member("b")));
        assertThatThrownBy(() -> change.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(append(a, "meanwhile").result()).isEqualTo(bytes("ok meanwhile"));

        Journal state = new Journal();
        joining("b", state);
        change.get(40, TimeUnit.SECONDS);

        Eventually.await("b caught up", SOON, () -> state.entries().contains("meanwhile"));
    }

    @Test
    void theLeaderCanRemoveItself() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        ReplicatedLog b = joining("b", new Journal());
        ReplicatedLog c = joining("c", new Journal());
        a.setMembers(List.of(member("a"), member("b"), member("c"))).get(40, TimeUnit.SECONDS);

        a.setMembers(List.of(member("b"), member("c"))).get(40, TimeUnit.SECONDS);

        assertThat(append(b, "afterwards").result()).isEqualTo(bytes("ok afterwards"));
        assertThat(c.readBarrier().get(10, TimeUnit.SECONDS)).isPositive();
        Eventually.await("a knows", SOON, () -> a.status().role() != Role.LEADER);
    }

    @Test
    void anotherClustersMemberIsRefused() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        LogConfig foreign =
                LogConfig.join(directory.resolve("z"), member("z"), "other").withTiming(QUICK);
        opened(RatisLog.open(foreign, new Journal()));

        LogException.Kind kind = failureOfStep(a);

        assertThat(kind).isIn(LogException.Kind.UNKNOWN, LogException.Kind.REFUSED);
        assertThat(a.status().members()).containsExactly(member("a"));
    }

    private LogException.Kind failureOfStep(ReplicatedLog a) throws Exception {
        var change = a.setMembers(List.of(member("a"), member("z")));
        try {
            change.get(2, TimeUnit.SECONDS);
            throw new AssertionError("a member of another log was accepted");
        } catch (TimeoutException e) {
            return LogException.Kind.UNKNOWN;
        }
    }

    private List<Path> snapshots(String id) {
        return new ArrayList<>(files(id)
                .filter(file -> file.getName().matches("snapshot\\.\\d+_\\d+"))
                .map(File::toPath)
                .sorted((x, y) -> Long.compare(index(x), index(y)))
                .toList());
    }

    private static long index(Path snapshot) {
        String name = snapshot.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('_') + 1));
    }

    private static void corrupt(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() - 1);
            bytes.write('~');
        }
    }

    /** Of a member that may delete some meanwhile. */
    private Stream<File> files(String id) {
        return under(directory.resolve(id).toFile());
    }

    private static Stream<File> under(File file) {
        File[] inside = file.listFiles();
        return inside == null ? Stream.of(file) : Arrays.stream(inside).flatMap(RatisLogTest::under);
    }
}
