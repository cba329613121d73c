package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.identity.RandomIds;
import io.priok.image.Application;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.log.LogStatus;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import io.priok.store.leader.Candidacy;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadershipTest {
    private static final NodeId SELF = new NodeId("n1");

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final FakeState state = new FakeState();
    private final FakeLog log = new FakeLog();
    private final FakeCandidacy lock = new FakeCandidacy();
    private final List<String> reigns = new ArrayList<>();
    private final Leadership leadership = new Leadership(
            SELF, log, lock, state, environment(), new SerialExecutor("test", Runnable::run), new Leadership.Reign() {
                @Override
                public void begin(long term) {
                    reigns.add("begin " + term);
                }

                @Override
                public void end() {
                    reigns.add("end");
                }
            });

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void leadsOnlyWithTheLockTheLogAndACommittedElection() {
        leadership.start();
        assertThat(reigns).isEmpty();
        log.become(LogStatus.Role.LEADER);
        assertThat(reigns).isEmpty();
        lock.become(true);

        assertThat(reigns).containsExactly("begin 1");
        assertThat(state.image().leader()).contains(SELF);
    }

    @Test
    void stepsDownWithTheLockAndLeadsAgainInANewTerm() {
        log.become(LogStatus.Role.LEADER);
        lock.become(true);
        leadership.start();
        lock.become(false);
        lock.become(true);

        assertThat(reigns).containsExactly("begin 1", "end", "begin 2");
    }

    @Test
    void stepsDownWhenTheLogFollowsAnother() {
        log.become(LogStatus.Role.LEADER);
        lock.become(true);
        leadership.start();
        log.become(LogStatus.Role.FOLLOWER);

        assertThat(reigns).containsExactly("begin 1", "end");
    }

    @Test
    void stepsDownWhenAnotherWasElected() {
        log.become(LogStatus.Role.LEADER);
        lock.become(true);
        leadership.start();
        state.apply(new Change.Elect(2, new NodeId("n2")));
        leadership.review();

        assertThat(reigns).startsWith("begin 1", "end");
    }

    @Test
    void doesNotLeadAfterItWasClosed() {
        log.become(LogStatus.Role.LEADER);
        leadership.start();
        leadership.close();
        lock.become(true);

        assertThat(reigns).isEmpty();
    }

    private Environment environment() {
        SecureRandom random = new SecureRandom();
        ExecutorService threads = timers;
        return new Environment(
                null,
                threads,
                timers,
                Thread::new,
                InstantSource.fixed(Instant.EPOCH),
                random,
                new RandomIds(random),
                LeadershipTest.class.getClassLoader());
    }

    private static final class FakeCandidacy implements Candidacy {
        private final List<Consumer<Boolean>> listeners = new ArrayList<>();
        private boolean held;

        void become(boolean now) {
            held = now;
            listeners.forEach(listener -> listener.accept(now));
        }

        @Override
        public boolean held() {
            return held;
        }

        @Override
        public void onChange(Consumer<Boolean> listener) {
            listeners.add(listener);
        }

        @Override
        public void release() {
            become(false);
        }

        @Override
        public void close() {}
    }

    /** Applies at once. */
    private static final class FakeState implements ClusterState, SeenState {
        private Image image = Image.empty();
        private int ids;

        Outcome apply(Change... changes) {
            Application application = image.apply(
                    image.index() + 1, new Transaction("x" + ids++, 0, "test", Instant.EPOCH, List.of(changes)));
            image = application.image();
            return application.outcome();
        }

        @Override
        public Image image() {
            return image;
        }

        @Override
        public SeenState seen() {
            return this;
        }

        @Override
        public CompletionStage<Outcome> commit(Transaction transaction) {
            Application application = image.apply(image.index() + 1, transaction);
            image = application.image();
            return CompletableFuture.completedFuture(application.outcome());
        }

        @Override
        public CompletionStage<Image> fresh() {
            return CompletableFuture.completedFuture(image);
        }

        @Override
        public Optional<TaskStatus> task(TaskId id) {
            return Optional.empty();
        }

        @Override
        public Optional<SeenState.Pulse> pulse(NodeId id) {
            return Optional.empty();
        }
    }

    private static final class FakeLog extends UnusedLog {
        private final List<Consumer<LogStatus>> listeners = new ArrayList<>();
        private LogStatus.Role role = LogStatus.Role.FOLLOWER;

        void become(LogStatus.Role now) {
            role = now;
            listeners.forEach(listener -> listener.accept(status()));
        }

        @Override
        public LogStatus status() {
            return new LogStatus(role, 1, Optional.empty(), 0, 0, List.of());
        }

        @Override
        public void onRoleChange(Consumer<LogStatus> listener) {
            listeners.add(listener);
        }
    }
}
