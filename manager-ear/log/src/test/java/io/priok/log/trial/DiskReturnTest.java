package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.log.Eventually;
import io.priok.log.Journal;
import io.priok.log.LogConfig;
import io.priok.log.LogLimits;
import io.priok.log.LogMember;
import io.priok.log.LogStatus.Role;
import io.priok.log.ReopeningLog;
import io.priok.log.ReplicatedLog;
import io.priok.log.SmallDisk;
import io.priok.log.ratis.DiskRoom;
import io.priok.log.ratis.RatisLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full or read-only for a while: the member takes no part meanwhile, and comes back without a restart. */
@Tag("soak")
class DiskReturnTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private final List<ReplicatedLog> opened = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();

    @AfterEach
    void end() {
        opened.forEach(ReplicatedLog::close);
        timers.shutdownNow();
    }

    private static LogMember member(int port) {
        return new LogMember("m" + port, "127.0.0.1", port);
    }

    private ReopeningLog open(Path at, LogMember self, boolean bootstrap, Journal state) throws Exception {
        LogConfig config = bootstrap ? LogConfig.bootstrap(at, self, "trial") : LogConfig.join(at, self, "trial");
        ReopeningLog log = ReopeningLog.open(
                () -> RatisLog.open(
                        config.withLimits(
                                LogLimits.standard().withSegmentBytes(1 << 20).withSnapshotAfter(300, 1 << 20)),
                        state),
                () -> DiskRoom.trouble(at),
                timers);
        opened.add(log);
        return log;
    }

    private void append(ReplicatedLog log, String id) throws Exception {
        log.append((id + " " + "x".repeat(10_000)).getBytes(StandardCharsets.UTF_8))
                .get(30, TimeUnit.SECONDS);
        acknowledged.add(id);
    }

    private void appendUntilRefused(ReplicatedLog log) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        append(log, "e" + acknowledged.size());
                    }
                })
                .isNotNull();
    }

    private void refuses(ReplicatedLog log, Path at, String mend) throws Exception {
        Eventually.await("suspended", SOON, () -> log.status().role() == Role.SUSPENDED);
        assertThatThrownBy(() -> log.append(new byte[1]).get(5, TimeUnit.SECONDS))
                .hasMessageContainingAll(at.toString(), mend);
        assertThatThrownBy(() -> log.readBarrier().get(5, TimeUnit.SECONDS)).hasMessageContaining(mend);
    }

    @Test
    void aLoneMemberComesBackWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 40)) {
            Path at = disk.root().resolve("log");
            Journal state = new Journal();
            ReopeningLog log = open(at, member(22_401), true, state);
            Eventually.await("leads", SOON, () -> log.status().role() == Role.LEADER);
            append(log, "first");
            for (int round = 0; round < 2; round++) {
                disk.fill();
                appendUntilRefused(log);
                refuses(log, at, "free some space");

                disk.makeRoom();

                long freed = System.nanoTime();
                Eventually.await("leads again", SOON, () -> log.status().role() == Role.LEADER);
                Figures.record(
                        "9 disk full, in one process",
                        "leads again %d ms after there was room",
                        (System.nanoTime() - freed) / 1_000_000);
                append(log, "after" + round);
                assertThat(state.entries()).containsAll(acknowledged);
            }
            log.close();
            Journal read = new Journal();
            ReopeningLog again = open(at, member(22_401), false, read);
            Eventually.await("leads", SOON, () -> again.status().role() == Role.LEADER);
            assertThat(read.entries()).containsAll(acknowledged).doesNotHaveDuplicates();
            again.close();
        }
    }

    @Test
    void oneOfThreeOnAReadOnlyDiskStandsAsideAndReturns() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 40)) {
            Path at = disk.root().resolve("log");
            Journal state = new Journal();
            List<LogMember> members = List.of(member(22_411), member(22_412), member(22_413));
            ReopeningLog a = open(at, members.get(0), true, state);
            ReopeningLog b = open(directory.resolve("b"), members.get(1), false, new Journal());
            open(directory.resolve("c"), members.get(2), false, new Journal());
            Eventually.await("leads", SOON, () -> a.status().role() == Role.LEADER);
            a.setMembers(members).get(60, TimeUnit.SECONDS);
            a.transferLeadership(members.get(0).id()).get(60, TimeUnit.SECONDS);
            append(a, "first");

            disk.readOnly();

            appendUntilRefused(a);
            refuses(a, at, "writable");
            Eventually.await(
                    "another leads",
                    SOON,
                    () -> b.status()
                            .leaderId()
                            .filter(id -> !id.equals(members.get(0).id()))
                            .isPresent());
            append(b, "meanwhile");

            disk.repair();

            Eventually.await(
                    "follows",
                    SOON,
                    () -> a.status().role() == Role.FOLLOWER || a.status().role() == Role.LEADER);
            append(a, "afterwards");
            assertThat(state.entries()).containsAll(acknowledged).doesNotHaveDuplicates();
            opened.forEach(ReplicatedLog::close);
        }
    }
}
