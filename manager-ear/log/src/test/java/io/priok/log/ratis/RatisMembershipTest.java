package io.priok.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.log.Eventually;
import io.priok.log.Journal;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogLimits;
import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.LogStatus.Role;
import io.priok.log.ReplicatedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Members that come and go while the log runs, all in this process. */
@Execution(ExecutionMode.CONCURRENT)
class RatisMembershipTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AtomicInteger PORTS = new AtomicInteger(22_100);

    @TempDir
    Path directory;

    private final Map<String, ReplicatedLog> running = new LinkedHashMap<>();
    private final Map<String, LogMember> members = new LinkedHashMap<>();
    private final Map<String, Journal> states = new LinkedHashMap<>();

    @AfterEach
    void closeAll() {
        running.values().forEach(ReplicatedLog::close);
    }

    @Test
    void everyMemberKnowsTheMembers() throws Exception {
        three();
        for (ReplicatedLog log : running.values()) {
            Eventually.await("all are known", SOON, () -> ids(log.status()).equals(List.of("a", "b", "c")));
        }

        change("a", "c");

        Eventually.await("c knows", SOON, () -> ids(log("c").status()).equals(List.of("a", "c")));
        Eventually.await("b stands outside", SOON, () -> log("b").status().role() == Role.OUTSIDE);
    }

    @Test
    void aRemovedFollowerLearnsOfItDisturbsNobodyAndJoinsAgainUnderItsOldName() throws Exception {
        three();
        long term = a().status().term();

        change("a", "b");

        Eventually.await("c knows for good", SOON, () -> log("c").removed());
        assertThat(log("c").status().role()).isEqualTo(Role.OUTSIDE);
        append("a", "without");
        assertThat(a().status().term()).isEqualTo(term);

        log("c").close();
        wipe(directory.resolve("c"));
        open("c");
        assertThat(log("c").status().role()).isEqualTo(Role.OUTSIDE);
        assertThat(log("c").removed()).isFalse();
        change("a", "b", "c");
        append("c", "again");
        assertThat(state("c").entries()).contains("without", "again");
        assertThat(a().status().term()).isEqualTo(term);
    }

    @Test
    void aMemberRemovedWhileItWasDownLearnsOfItWhenItIsBack() throws Exception {
        three();
        log("c").close();
        change("a", "b");
        long term = a().status().term();

        open("c");

        Eventually.await("c knows", SOON, () -> log("c").removed());
        assertThat(log("c").status().role()).isEqualTo(Role.OUTSIDE);
        assertThat(a().status().term()).isEqualTo(term);
        append("b", "undisturbed");
    }

    @Test
    void aLeaderThatIsRemovedHandsOverFirst() throws Exception {
        three();
        long begin = System.nanoTime();

        change("b", "c");
        append("b", "afterwards");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
        Eventually.await("a stands outside", SOON, () -> a().status().role() == Role.OUTSIDE);
    }

    @Test
    @Tag("soak")
    void aMemberThatDoesNotListenIsNotAddedAndTheNextChangeIsMade() throws Exception {
        three();

        var change = a().setMembers(members("a", "b", "c", "d"));
        append("a", "meanwhile");
        assertThatThrownBy(() -> change.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(LogException.class)
                .hasMessageContaining("does not answer");

        change("a", "b");
        assertThat(ids(a().status())).containsExactly("a", "b");
    }

    @Test
    @Tag("soak")
    void aMemberThatListensButNeverAnswersIsNotAddedAndTheNextChangeIsMade() throws Exception {
        three();
        try (ServerSocket mute = new ServerSocket(member("d").port(), 50, InetAddress.getLoopbackAddress())) {
            assertThat(mute.isBound()).isTrue();
            var change = a().setMembers(members("a", "b", "c", "d"));
            assertThatThrownBy(() -> change.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(LogException.class);
            append("b", "meanwhile");
        }
        open("d");
        change("a", "b", "c", "d");
        append("d", "from d");
    }

    @Test
    void leadershipIsNotHandedToASilentMemberAndWritesGoOn() throws Exception {
        three();
        log("c").close();
        Eventually.await("c's silence is noticed", SOON, () -> refusedToHandTo("c"));
        append("b", "meanwhile");
        assertThat(a().status().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void aLateMemberGetsABigStateAsASnapshotWhileOthersWrite() throws Exception {
        LogLimits small = LogLimits.standard().withSegmentBytes(64 << 10).withSnapshotAfter(100_000, 1 << 30);
        open(
                "a",
                LogConfig.bootstrap(directory.resolve("a"), member("a"), "test").withLimits(small));
        Eventually.await("a leads", SOON, () -> a().status().role() == Role.LEADER);
        state("a").pad(40 << 20);
        for (int i = 0; i < 300; i++) {
            append("a", "e" + i + " " + "x".repeat(1_000));
        }
        a().snapshot().get(30, TimeUnit.SECONDS);
        append("a", "more");
        a().snapshot().get(30, TimeUnit.SECONDS);

        open("b", LogConfig.join(directory.resolve("b"), member("b"), "test").withLimits(small));
        var change = a().setMembers(members("a", "b"));
        for (int i = 0; !change.isDone(); i++) {
            append("a", "during" + i);
        }
        change.get(30, TimeUnit.SECONDS);
        append("b", "last");

        assertThat(state("b").padding()).isEqualTo(40 << 20);
        Eventually.await(
                "both applied the same",
                SOON,
                () -> state("b").digest().equals(state("a").digest()));
    }

    private boolean refusedToHandTo(String heir) throws Exception {
        try {
            a().transferLeadership(heir).get(30, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof LogException failure && failure.kind() == LogException.Kind.REFUSED;
        }
    }

    private void three() throws Exception {
        open("a", LogConfig.bootstrap(directory.resolve("a"), member("a"), "test"));
        Eventually.await("a leads", SOON, () -> a().status().role() == Role.LEADER);
        open("b");
        open("c");
        change("a", "b", "c");
    }

    private void change(String... ids) throws Exception {
        a().setMembers(members(ids)).get(40, TimeUnit.SECONDS);
    }

    private List<LogMember> members(String... ids) {
        return Stream.of(ids).map(this::member).toList();
    }

    private ReplicatedLog a() {
        return log("a");
    }

    private void open(String id) throws IOException {
        open(id, LogConfig.join(directory.resolve(id), member(id), "test"));
    }

    private void open(String id, LogConfig config) throws IOException {
        Journal state = new Journal();
        states.put(id, state);
        running.put(id, RatisLog.open(config, state));
    }

    private ReplicatedLog log(String id) {
        return Objects.requireNonNull(running.get(id));
    }

    private Journal state(String id) {
        return Objects.requireNonNull(states.get(id));
    }

    private LogMember member(String id) {
        return members.computeIfAbsent(id, name -> new LogMember(name, "127.0.0.1", PORTS.getAndIncrement()));
    }

    private void append(String at, String entry) throws Exception {
        log(at).append(entry.getBytes(StandardCharsets.UTF_8)).get(20, TimeUnit.SECONDS);
    }

    private static List<String> ids(LogStatus status) {
        return status.members().stream().map(LogMember::id).toList();
    }

    private static void wipe(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
