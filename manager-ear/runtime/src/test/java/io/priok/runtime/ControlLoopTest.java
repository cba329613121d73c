package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.identity.RandomIds;
import io.priok.image.Application;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.message.Assignments;
import io.priok.message.FullReport;
import io.priok.message.Instruction;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlLoopTest {
    private static final NodeId SELF = new NodeId("n1");
    private static final AgentId AGENT = new AgentId("a1");
    private static final NodeDescription HOST = new NodeDescription(
            "h1",
            new Platform("x86_64", "linux"),
            new Resources(2_000_000_000L, 1L << 30, 0, List.of()),
            new NodeDescription.Engine("20.10", Map.of(), List.of()));

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final SecureRandom random = new SecureRandom();
    private final Mail mail = new Mail();
    private final State state = new State();
    private final ControlLoop loop = new ControlLoop(
            SELF,
            state,
            (node, image) -> "sealed",
            mail,
            new Environment(
                    null,
                    threads,
                    threads,
                    Thread::new,
                    InstantSource.system(),
                    random,
                    new RandomIds(random),
                    ControlLoopTest.class.getClassLoader()),
            new SerialExecutor("control", threads));

    @AfterEach
    void stop() {
        loop.end();
        threads.shutdownNow();
    }

    @Test
    void assignsTheTasksOfANewServiceInOneEntry() {
        lead();
        state.write(Change.create(service(3)));

        until(() -> mail.assigned().size() == 3);
        assertThat(mail.assigned())
                .allSatisfy(task -> assertThat(task.status().state()).isEqualTo(TaskState.ASSIGNED));
        assertThat(state.image().tasks()).extracting(Task::version).containsOnly(state.versionOfTasks());
    }

    @Test
    void commitsTheSameBatchAgainWhenItsFateIsUnknown() {
        lead();
        state.answersLost.set(2);
        state.write(Change.create(service(3)));

        until(() -> mail.assigned().size() == 3 && state.answersLost.get() <= 0);
        until(() -> state.batches.size() >= 3);
        assertThat(state.image().tasks()).hasSize(3);
        assertThat(state.batches).startsWith(state.batches.get(0), state.batches.get(0), state.batches.get(0));
    }

    @Test
    void answersAFullReportWithTheCompleteSet() {
        lead();
        state.write(Change.create(service(2)));
        until(() -> mail.assigned().size() == 2);
        mail.messages.clear();

        report();
        until(() -> mail.messages.stream().filter(Assignments::complete).count() == 4);
        assertThat(mail.assigned()).hasSize(2);
    }

    @Test
    void sendsNothingOnceItNoLongerLeads() {
        lead();
        loop.end();
        mail.messages.clear();
        state.write(Change.create(service(2)));

        assertThat(state.image().tasks()).isEmpty();
        assertThat(mail.messages).isEmpty();
    }

    private void lead() {
        Node node = new Node(
                SELF,
                Meta.created(Instant.now()),
                new NodeSpec("", Map.of(), NodeSpec.Role.MANAGER, NodeSpec.Availability.ACTIVE),
                AGENT,
                HOST,
                new NodeStatus(NodeState.READY, "", "127.0.0.1"),
                null,
                1);
        state.write(Change.create(node), new Change.Elect(1, SELF));
        loop.begin(1);
        report();
        until(() -> state.image().node(SELF).orElseThrow().status().state() == NodeState.READY
                && mail.messages.stream().anyMatch(Assignments::complete));
        state.batches.clear();
    }

    private void report() {
        loop.fullReport(new FullReport(SELF, AGENT, "session", 0, HOST, List.of()));
    }

    private static Service service(int replicas) {
        ServiceSpec spec = new ServiceSpec(
                "web",
                Map.of(),
                TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of("demo:1")),
                new ServiceMode.Replicated(replicas),
                null,
                null,
                List.of(),
                null);
        return new Service(
                new ServiceId("s1"), Meta.created(Instant.now()), spec, 0, null, 0, null, List.of(), false, null);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static final class Mail implements Outbox {
        final List<Assignments> messages = new CopyOnWriteArrayList<>();

        @Override
        public void assign(AgentId agent, Assignments assignments) {
            messages.add(assignments);
        }

        @Override
        public void instruct(AgentId agent, Instruction instruction) {}

        @Override
        public void mend(NodeId via) {}

        List<Task> assigned() {
            return messages.stream()
                    .flatMap(message -> message.tasks().stream())
                    .map(assignment -> assignment.task())
                    .toList();
        }
    }

    /** Applies at once, and tells the loop; may lose the answer to a leader's batch that it has applied. */
    private final class State implements ClusterState, SeenState {
        final List<String> batches = new CopyOnWriteArrayList<>();
        final AtomicInteger answersLost = new AtomicInteger();
        private volatile Image image = Image.empty();
        private int writes;

        void write(Change... changes) {
            apply(new Transaction("w" + writes++, 0, "test", Instant.now(), List.of(changes)));
        }

        long versionOfTasks() {
            return image.tasks().iterator().next().version();
        }

        private synchronized Outcome apply(Transaction transaction) {
            Application application = image.apply(image.index() + 1, transaction);
            image = application.image();
            loop.applied(transaction, application);
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
            Outcome outcome = apply(transaction);
            batches.add(transaction.id());
            if (answersLost.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(Refusal.plain(Refusal.Kind.UNKNOWN, "lost"));
            }
            return CompletableFuture.completedFuture(outcome);
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
}
