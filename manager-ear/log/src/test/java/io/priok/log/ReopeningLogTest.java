package io.priok.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.log.LogException.Kind;
import io.priok.log.LogStatus.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReopeningLogTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final LogMember SELF = new LogMember("a", "127.0.0.1", 1);

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<Role> told = new ConcurrentLinkedQueue<>();
    private final List<Part> parts = new ArrayList<>();
    private volatile Optional<String> disk = Optional.empty();
    private volatile @Nullable RuntimeException refusal;

    @AfterEach
    void end() {
        timers.shutdownNow();
    }

    private ReopeningLog open() throws IOException {
        ReopeningLog log = ReopeningLog.open(
                () -> {
                    if (refusal != null) {
                        throw refusal;
                    }
                    Part part = new Part();
                    parts.add(part);
                    return part;
                },
                () -> disk,
                timers);
        log.onRoleChange(status -> told.add(status.role()));
        return log;
    }

    @Test
    void refusesWithTheMendWhileTheDiskIsFullAndGoesOnAfterwards() throws Exception {
        ReopeningLog log = open();
        disk = Optional.of("nothing can be written to /x: No space left on device; free some space");
        parts.get(0).fail(Kind.DISK_FAILED);

        assertThat(log.status().role()).isEqualTo(Role.SUSPENDED);
        assertThat(log.status().members()).containsExactly(SELF);
        assertThat(log.trouble()).hasValueSatisfying(e -> assertThat(e.kind()).isEqualTo(Kind.DISK_FAILED));
        assertThatThrownBy(() -> log.append(new byte[1]).join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContainingAll("/x", "No space left", "free some space");

        disk = Optional.empty();

        Eventually.await("leads again", SOON, () -> log.status().role() == Role.LEADER);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).closed).isTrue();
        assertThat(log.trouble()).isEmpty();
        assertThat(log.append(new byte[1]).join().index()).isEqualTo(7);
        assertThat(told).contains(Role.SUSPENDED).doesNotContain(Role.STOPPED);
    }

    @Test
    void anyOtherFailureEndsIt() throws Exception {
        ReopeningLog log = open();
        parts.get(0).fail(Kind.APPLY_FAILED);

        assertThat(log.status().role()).isEqualTo(Role.STOPPED);
        assertThat(told).contains(Role.STOPPED).doesNotContain(Role.SUSPENDED);
    }

    @Test
    void aLogThatTurnsOutDamagedEndsIt() throws Exception {
        ReopeningLog log = open();
        refusal = new LogException(Kind.DAMAGED, "rotten");
        parts.get(0).fail(Kind.DISK_FAILED);

        Eventually.await("stopped", SOON, () -> log.status().role() == Role.STOPPED);
        assertThat(log.trouble()).hasValueSatisfying(e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
        Eventually.await("told", SOON, () -> told.contains(Role.STOPPED));
    }

    @Test
    void staysClosed() throws Exception {
        ReopeningLog log = open();
        disk = Optional.of("full");
        parts.get(0).fail(Kind.DISK_FAILED);
        log.close();
        disk = Optional.empty();

        timers.shutdown();
        assertThat(timers.awaitTermination(20, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(parts).hasSize(1);
    }

    /** A log that leads until it is told to fail. */
    private static final class Part implements ReplicatedLog {
        private final List<Consumer<LogStatus>> listeners = new ArrayList<>();
        private volatile @Nullable LogException failure;
        private volatile boolean closed;

        void fail(Kind kind) {
            failure = new LogException(kind, "failed");
            listeners.forEach(listener -> listener.accept(status()));
        }

        @Override
        public CompletableFuture<Appended> append(byte[] entry) {
            return CompletableFuture.completedFuture(new Appended(7, entry));
        }

        @Override
        public CompletableFuture<Long> readBarrier() {
            return CompletableFuture.completedFuture(7L);
        }

        @Override
        public LogStatus status() {
            Role role = failure == null ? Role.LEADER : Role.STOPPED;
            return new LogStatus(role, 1, Optional.of("a"), 7, 7, List.of(SELF));
        }

        @Override
        public Optional<LogException> trouble() {
            return Optional.ofNullable(failure);
        }

        @Override
        public void onRoleChange(Consumer<LogStatus> listener) {
            listeners.add(listener);
            listener.accept(status());
        }

        @Override
        public CompletableFuture<Void> setMembers(List<LogMember> members) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> transferLeadership(String memberId) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Long> snapshot() {
            return CompletableFuture.completedFuture(7L);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
