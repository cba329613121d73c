package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.agent.Container.Phase;
import io.priok.agent.FakeEngine.Box;
import io.priok.agent.FakeEngine.Mood;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.message.Assignments;
import io.priok.message.Queues;
import io.priok.message.TaskAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A leader that changes its mind, a network that loses, doubles and reorders, an engine that dies and loses answers and events,
 * and an agent that crashes anywhere, with or without what its disk had not synced. The seed is in the test's name.
 */
final class SimulationTest {
    private static final int EVENTS = 160;

    private final AgentTrial trial = new AgentTrial();
    private final Map<String, Task> wanted = new LinkedHashMap<>();
    private final List<Assignments> network = new ArrayList<>();
    private long term = 1;
    private long index = 10;
    private int named;

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 1; seed <= Integer.getInteger("priok.simulation.seeds", 100); seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsItsInvariantsAndConverges(int seed) {
        Random random = new Random(seed);
        // What is lost with the machine, and containers removed by others, are not combined: then nobody knows of a
        // start.
        boolean power = seed % 2 == 0;
        trial.engine.registry.add("slow:1");
        for (int event = 0; event < EVENTS; event++) {
            event(random, power);
            check();
        }
        calm();
        check();
        checkConverged();
    }

    private void event(Random random, boolean power) {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> create(random);
            case 3, 4 -> any(random).ifPresent(task -> advance(task, random));
            case 5 -> any(random).ifPresent(this::remove);
            case 6 -> network.add(complete(random.nextInt(Queues.SHARDS)));
            case 7, 8, 9, 10 -> deliver(random);
            case 11 -> anyRunning(random, box -> trial.engine.exit(box, random.nextInt(3)));
            case 12 -> trial.engine.next(random.nextBoolean() ? Mood.AWAY : Mood.ANSWER_LOST);
            case 13 -> {
                if (trial.engine.up) {
                    trial.engine.die(random.nextBoolean());
                } else {
                    trial.engine.up = true;
                }
            }
            case 14 -> trial.engine.deaf = !trial.engine.deaf;
            case 15 -> trial.crash(power && random.nextBoolean());
            case 16 -> {
                if (power) {
                    trial.engine.finishPulls();
                } else {
                    anyRunning(random, box -> trial.engine.vanish(box));
                }
            }
            case 17 -> term += random.nextInt(4) == 0 ? 1 : 0;
            case 18 -> trial.engine.stubborn = random.nextBoolean();
            case 19 -> trial.pass(Duration.ofMillis(random.nextInt(12_000)));
            default -> throw new AssertionError();
        }
        for (int steps = random.nextInt(8); steps > 0 && trial.step(); steps--) {}
    }

    private void create(Random random) {
        String id = "task" + ++named;
        ContainerSpec container = ContainerSpec.of(random.nextInt(5) == 0 ? "slow:1" : "bb:1", "sleep");
        Task task = Tasks.task(
                id, ++index, random.nextInt(3) == 0 ? TaskState.READY : TaskState.RUNNING, Tasks.spec(container));
        wanted.put(id, task);
        network.add(Tasks.message(term, index, task));
    }

    private void advance(Task task, Random random) {
        List<TaskState> later = List.of(TaskState.RUNNING, TaskState.SHUTDOWN, TaskState.REMOVE).stream()
                .filter(state -> state.isAfter(task.desiredState()))
                .toList();
        if (later.isEmpty()) {
            return;
        }
        Task advanced = Tasks.task(task.id().value(), ++index, later.get(random.nextInt(later.size())), task.spec());
        wanted.put(task.id().value(), advanced);
        network.add(Tasks.message(term, index, advanced));
    }

    private void remove(Task task) {
        wanted.remove(task.id().value());
        network.add(Tasks.message(term, ++index, new TaskAssignment(task, "host1", true)));
    }

    private Assignments complete(int shard) {
        Task[] tasks = wanted.values().stream()
                .filter(task -> Queues.shardOf(task.id()) == shard)
                .toArray(Task[]::new);
        return Tasks.complete(term, ++index, shard, tasks);
    }

    private void deliver(Random random) {
        if (network.isEmpty()) {
            return;
        }
        int at = random.nextInt(network.size());
        Assignments message = network.get(at);
        int fate = random.nextInt(10);
        if (fate > 1) {
            network.remove(at);
        }
        if (fate != 9) {
            trial.agent().assign(message);
        }
    }

    private java.util.Optional<Task> any(Random random) {
        List<Task> all = List.copyOf(wanted.values());
        return all.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(all.get(random.nextInt(all.size())));
    }

    private void anyRunning(Random random, java.util.function.Consumer<Box> action) {
        List<Box> running = trial.engine.boxes.values().stream()
                .filter(box -> box.phase == Phase.RUNNING)
                .toList();
        if (!running.isEmpty()) {
            action.accept(running.get(random.nextInt(running.size())));
        }
    }

    private void check() {
        Map<TaskId, Integer> starts = new HashMap<>();
        trial.engine.ever.forEach(box -> starts.merge(box.task(), box.starts, Integer::sum));
        assertThat(starts.values()).allMatch(count -> count <= 1);
        for (int task = 1; task <= named; task++) {
            List<TaskState> states = trial.postbox.statuses("task" + task).stream()
                    .map(TaskStatus::state)
                    .toList();
            assertThat(states).as("reports of task%d", task).isSorted();
        }
    }

    private void calm() {
        trial.engine.up = true;
        trial.engine.deaf = false;
        trial.engine.finishPulls();
        trial.pass(Duration.ofSeconds(15));
        for (int shard = 0; shard < Queues.SHARDS; shard++) {
            trial.agent().assign(complete(shard));
        }
        for (int round = 0; round < 4; round++) {
            trial.pass(Duration.ofSeconds(15));
            trial.engine.finishPulls();
        }
        trial.pass(Duration.ofSeconds(15));
    }

    private void checkConverged() {
        trial.engine
                .boxes
                .values()
                .forEach(box -> assertThat(wanted).containsKey(box.task().value()));
        wanted.forEach((id, task) -> {
            TaskState state = trial.state(id);
            switch (task.desiredState()) {
                case RUNNING -> {
                    if (state != TaskState.RUNNING || !trial.engine.runs(id)) {
                        assertThat(state).as("%s", id).isIn(TaskState.COMPLETE, TaskState.FAILED);
                        assertThat(endedByItself(id))
                                .as("%s ended by itself", id)
                                .isTrue();
                    }
                }
                case READY ->
                    assertThat(state == TaskState.READY || state.isTerminal())
                            .as("%s is wanted ready and is %s", id, state)
                            .isTrue();
                default -> {
                    assertThat(state.isTerminal()).as("%s is %s", id, state).isTrue();
                    assertThat(trial.engine.runs(id)).isFalse();
                }
            }
        });
    }

    private boolean endedByItself(String task) {
        return trial.engine.ever.stream()
                .anyMatch(box -> box.task().value().equals(task)
                        && box.starts == 1
                        && (box.phase == Phase.EXITED || !trial.engine.has(task)));
    }
}
