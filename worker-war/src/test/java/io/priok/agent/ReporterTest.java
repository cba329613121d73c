package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import io.priok.message.FullReport;
import io.priok.message.Heartbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said while the disk is slow, or refuses. */
final class ReporterTest {
    private final MemoryPostbox postbox = new MemoryPostbox();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final List<Runnable> timers = new ArrayList<>();
    private Instant now = Tasks.NOW;
    private boolean diskRefuses;
    private int forced;

    private final Reporter reporter = new Reporter(
            new AgentId("agent"),
            "session",
            postbox,
            work::add,
            (delay, action) -> timers.add(action),
            () -> now,
            List::of,
            this::force);

    private void force() {
        if (diskRefuses) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        forced++;
    }

    @BeforeEach
    void serve() throws EngineFailure {
        reporter.describe(new FakeEngine().describe());
        reporter.serve(Tasks.NODE, 1);
        reporter.start();
    }

    @Test
    void reportsOnlyWhatIsOnDisk() {
        sendAll();
        assertThat(postbox.sent(FullReport.class)).isEmpty();
        writeAndSend();
        assertThat(postbox.sent(FullReport.class)).hasSize(1);
        assertThat(forced).isEqualTo(1);
    }

    @Test
    void beatsWhileTheDiskTakesItsTime() {
        sendAll();
        Runnable writing = work.removeFirst();
        assertThat(postbox.sent(Heartbeat.class)).hasSize(1);
        second();
        second();
        assertThat(postbox.sent(Heartbeat.class)).hasSize(3);
        writing.run();
        sendAll();
        assertThat(postbox.sent(FullReport.class)).hasSize(1);
    }

    @Test
    void beatsWhileTheDiskRefusesAndReportsAllWhenItTakesAgain() {
        diskRefuses = true;
        writeAndSend();
        second();
        writeAndSend();
        second();
        writeAndSend();
        assertThat(postbox.sent(FullReport.class)).isEmpty();
        assertThat(postbox.sent(Heartbeat.class)).hasSizeGreaterThanOrEqualTo(3);
        diskRefuses = false;
        second();
        writeAndSend();
        assertThat(postbox.sent(FullReport.class)).hasSize(1);
    }

    @Test
    void aReportThatIsReadyTooLateForTheFarewellIsNotSent() {
        sendAll();
        Runnable writing = work.removeFirst();
        reporter.leave();
        sendAll();
        writing.run();
        sendAll();
        assertThat(postbox.sent(FullReport.class)).isEmpty();
        List<Object> sent = postbox.sent();
        assertThat(sent.get(sent.size() - 1))
                .isInstanceOfSatisfying(
                        Heartbeat.class, beat -> assertThat(beat.leaving()).isTrue());
    }

    /** All that waits to be done but what it gives to be written. */
    private void sendAll() {
        int waiting = work.size();
        for (int i = 0; i < waiting; i++) {
            work.removeFirst().run();
        }
    }

    private void writeAndSend() {
        for (int i = 0; i < 3; i++) {
            sendAll();
        }
    }

    private void second() {
        now = now.plus(Duration.ofSeconds(1));
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
        sendAll();
    }
}
