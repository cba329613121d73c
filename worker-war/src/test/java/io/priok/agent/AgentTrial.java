package io.priok.agent;

import io.priok.domain.AgentId;
import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.message.FullReport;
import io.priok.message.LocalNode;
import io.priok.message.Queues;
import io.priok.message.RoleOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An agent with everything around it in memory, on one thread and in virtual time. */
final class AgentTrial {
    final FakeEngine engine = new FakeEngine();
    final MemoryJournal journal = new MemoryJournal();
    final MemoryPostbox postbox = new MemoryPostbox();
    Optional<NodeId> node = Optional.of(Tasks.NODE);
    long office;
    long connections;
    final List<Order> orders = new ArrayList<>();

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private Optional<Fence.Mark> mark = Optional.empty();
    private Instant now = Tasks.NOW;
    private int sessions;
    private @Nullable Agent agent;

    /** As the agent gave it to be kept. */
    record Order(RoleOrder order, boolean elsewhere) {}

    private record Timer(Instant due, Runnable action) {}

    AgentTrial() {
        begin();
    }

    private void begin() {
        // The work of an agent that has crashed is never done, though it may still be queued.
        int session = ++sessions;
        agent = new Agent(
                new AgentId("agent"),
                "session" + session,
                engine,
                journal,
                new MemoryFence(),
                () -> node.map(id -> new LocalNode(id, new ClusterId("cluster"), office, 0, "")),
                new Agent.Managers(
                        postbox, () -> connections, (order, elsewhere) -> orders.add(new Order(order, elsewhere))),
                action -> work.add(() -> ifAlive(session, action)),
                action -> work.add(() -> ifAlive(session, action)),
                (delay, action) -> timers.add(new Timer(now.plus(delay), () -> ifAlive(session, action))),
                () -> now);
        agent.start();
        settle();
    }

    private void ifAlive(int session, Runnable action) {
        if (session == sessions) {
            action.run();
        }
    }

    Agent agent() {
        return agent;
    }

    /** A leader's answer to a full report: the complete sets of all shards. */
    void answer(long term, long index, Task... tasks) {
        for (int shard = 0; shard < Queues.SHARDS; shard++) {
            answerShard(term, index, shard, tasks);
        }
    }

    /** A leader of the term is there and has answered all: the first answer raises the term, which makes one report more. */
    void contented(long term, long index) {
        answer(term, index);
        pass(Duration.ofMillis(500));
        answer(term, index + 1);
    }

    void answerShard(long term, long index, int shard, Task... tasks) {
        Task[] named = Stream.of(tasks)
                .filter(task -> Queues.shardOf(task.id()) == shard)
                .toArray(Task[]::new);
        agent().assign(Tasks.complete(term, index, shard, named));
        settle();
    }

    int fullReports() {
        return postbox.sent(FullReport.class).size();
    }

    /** Does all that can be done without time passing. */
    void settle() {
        agent().tick();
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    /** One piece of work, for crashing in between. @return false when there is none */
    boolean step() {
        Runnable next = work.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    void pass(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plusMillis(250).isAfter(end) ? end : now.plusMillis(250);
            List<Timer> due = timers.stream()
                    .filter(timer -> !timer.due().isAfter(now))
                    .sorted(Comparator.comparing(Timer::due))
                    .toList();
            timers.removeAll(due);
            due.forEach(timer -> timer.action().run());
            settle();
        }
    }

    /** Someone sets the clock; what waits for a time to pass is not concerned. */
    void setBack(Duration by) {
        now = now.minus(by);
        timers.replaceAll(timer -> new Timer(timer.due().minus(by), timer.action()));
    }

    /** Kill -9, or with {@code power} also a machine that loses what was not synced; then a new start. */
    void crash(boolean power) {
        work.clear();
        timers.clear();
        if (power) {
            journal.loseUnsynced();
        }
        begin();
    }

    TaskStatus status(String task) {
        return postbox.newest(task).orElseThrow(() -> new AssertionError("never reported: " + task));
    }

    TaskState state(String task) {
        return status(task).state();
    }

    private final class MemoryFence implements Fence {
        @Override
        public Optional<Mark> load() {
            return mark;
        }

        @Override
        public void save(Mark newMark) {
            mark = Optional.of(newMark);
        }

        @Override
        public void clear() {
            mark = Optional.empty();
        }
    }
}
