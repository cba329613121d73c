package io.priok.core.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.core.dispatch.Dispatch;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.message.TaskAssignment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What becomes of tasks when their node is removed, dies, returns, is drained, paused, opened again or relabelled. */
class NodeOperationsTest {
    private static final NodeId FIRST = new NodeId("n1");

    private final World world = World.withNodes(3);

    @Test
    void tasksOfARemovedNodeRunElsewhereAtOnceAndStayAsOrphans() {
        world.create(World.replicated("web", 6));
        world.converge();
        List<Task> lost = on(FIRST, world.running("web"));
        world.remove(world.node(1));
        world.pass();

        assertThat(world.wanted("web"))
                .hasSize(6)
                .allMatch(task -> task.desiredState() == TaskState.RUNNING)
                .extracting(Task::nodeId)
                .doesNotContain(FIRST);
        assertThat(lost).hasSize(2).allSatisfy(task -> {
            Task now = world.image.task(task.id()).orElseThrow();
            assertThat(now.desiredState()).isEqualTo(TaskState.SHUTDOWN);
            assertThat(now.status().state()).isEqualTo(TaskState.ORPHANED);
            assertThat(now.status().message()).isEqualTo("Task belonged to a node that has been deleted");
        });
        world.converge();
        assertThat(world.running("web")).hasSize(6);
        assertThat(world.decide().wakeAt())
                .as("nothing waits for the removed node")
                .isEmpty();
    }

    @Test
    void globalServiceLosesTheTaskOfARemovedNodeAndNoOther() {
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        Set<TaskId> others = world.running("agent").stream()
                .filter(task -> !FIRST.equals(task.nodeId()))
                .map(Task::id)
                .collect(Collectors.toSet());
        world.remove(world.node(1));
        world.converge();
        assertThat(world.wanted("agent")).extracting(Task::id).containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void globalTaskThatNeverReachedItsNodeGoesWithIt() {
        world.put(joined("n4"));
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        world.remove(world.node(4));
        world.converge();
        assertThat(world.wanted("agent")).hasSize(3).extracting(Task::nodeId).doesNotContain(new NodeId("n4"));
    }

    @Test
    void jobGoesOnWithoutTheRemovedNode() {
        ServiceSpec spec = World.spec("job", new ServiceMode.ReplicatedJob(3L, 3L));
        world.create(spec);
        world.pass();
        world.tasks("job").forEach(task -> world.report(task, TaskState.RUNNING));
        world.remove(world.node(1));
        world.pass();
        assertThat(world.wanted("job")).hasSize(3).extracting(Task::nodeId).doesNotContain(FIRST);
    }

    @Test
    void serviceIsRemovedThoughItsNodeWas() {
        world.create(World.replicated("web", 3));
        world.converge();
        world.remove(world.node(1));
        world.put(world.service("web").deleted());
        world.pass();
        world.obey();
        world.settle();
        assertThat(world.image.services()).isEmpty();
        assertThat(world.image.tasks()).isEmpty();
    }

    @Test
    void nodeThatJoinedGetsTasksOnceItIsReady() {
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        world.put(joined("n4"));
        world.create(World.replicated("web", 8));
        world.converge();
        assertThat(on(new NodeId("n4"), world.running("agent"))).isEmpty();
        assertThat(on(new NodeId("n4"), world.tasks("web"))).isEmpty();

        world.ready(4);
        world.converge();
        assertThat(on(new NodeId("n4"), world.running("agent"))).hasSize(1);
    }

    @Test
    void drainMovesReplicatedTasksAndEndsGlobalOnes() {
        world.create(World.replicated("web", 6));
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        world.availability(1, Availability.DRAIN);
        world.converge();
        assertThat(world.running("web")).hasSize(6).extracting(Task::nodeId).doesNotContain(FIRST);
        assertThat(world.running("agent")).hasSize(2).extracting(Task::nodeId).doesNotContain(FIRST);
        assertThat(on(FIRST, world.tasks("web")))
                .hasSize(2)
                .allMatch(task -> world.of(task).state() == TaskState.SHUTDOWN);
        assertThat(on(FIRST, world.tasks("agent"))).hasSize(1);
    }

    @Test
    void pausedNodeKeepsItsTasksAndTakesNone() {
        world.create(World.replicated("web", 3));
        world.converge();
        Set<TaskId> before = ids("web");
        world.availability(1, Availability.PAUSE);
        world.converge();
        assertThat(ids("web")).isEqualTo(before);

        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(9)));
        world.converge();
        assertThat(ids("web")).containsAll(before);
        assertThat(on(FIRST, world.running("web"))).hasSize(1);
    }

    @Test
    void nodeThatIsOpenedAgainTakesNewTasksAndNoOld() {
        world.create(World.replicated("web", 6));
        world.availability(1, Availability.DRAIN);
        world.converge();
        Set<TaskId> before = ids("web");
        world.availability(1, Availability.ACTIVE);
        world.converge();
        assertThat(ids("web")).isEqualTo(before);

        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(8)));
        world.converge();
        assertThat(on(FIRST, world.running("web"))).hasSize(2);
        assertThat(ids("web")).containsAll(before);
    }

    @Test
    void labelOfAPausedNodeMovesNothing() {
        ServiceSpec spec = World.replicated("web", 1);
        world.label(1, "disk", "ssd");
        world.create(spec.withTaskTemplate(UpdateTest.placed(spec.taskTemplate(), "node.labels.disk==ssd")));
        world.converge();
        world.availability(1, Availability.PAUSE);
        Set<TaskId> before = ids("web");
        Node node = world.node(1);
        world.put(node.withSpec(
                new NodeSpec("", Map.of("disk", "hdd"), node.spec().role(), Availability.PAUSE)));
        world.converge();
        assertThat(ids("web")).isEqualTo(before);
    }

    @Test
    void nodeThatReturnsIsToldToStopWhatRunsElsewhere() {
        world.create(World.replicated("web", 6));
        world.converge();
        Set<TaskId> strays =
                on(FIRST, world.running("web")).stream().map(Task::id).collect(Collectors.toSet());
        world.down(1);
        world.converge();
        assertThat(world.running("web")).hasSize(6);

        Set<TaskId> replaced = ids("web");
        world.ready(1);
        world.settle();
        assertThat(ids("web")).as("nothing is doubled or moved back").isEqualTo(replaced);
        List<TaskAssignment> told = new Dispatch(1)
                .completeSets(world.image, FIRST).stream()
                        .flatMap(message -> message.tasks().stream())
                        .toList();
        assertThat(told).extracting(each -> each.task().id()).containsExactlyInAnyOrderElementsOf(strays);
        assertThat(told).allMatch(each -> each.task().desiredState() == TaskState.SHUTDOWN);

        world.obey();
        world.converge();
        assertThat(world.running("web")).hasSize(6);
        assertThat(strays)
                .allMatch(id -> world.image.task(id).orElseThrow().status().state() == TaskState.SHUTDOWN);
    }

    @Test
    void nodeThatIsDownAndThenRemovedLeavesHistory() {
        world.create(World.replicated("web", 3));
        world.converge();
        world.down(1);
        world.converge();
        world.remove(world.node(1));
        world.converge();
        assertThat(world.running("web")).hasSize(3);
        assertThat(on(FIRST, world.tasks("web")))
                .singleElement()
                .matches(task -> task.status().state() == TaskState.ORPHANED);
    }

    @Test
    void changeOfLeaderMovesNothing() {
        world.create(World.replicated("web", 6));
        world.converge();
        Set<TaskId> before = ids("web");
        for (int i = 1; i <= 3; i++) {
            world.put(world.node(i).withStatus(new NodeStatus(NodeState.UNKNOWN, "", "10.0.0.1")));
        }
        world.advance(Duration.ofMinutes(1));
        world.converge();
        assertThat(ids("web")).isEqualTo(before);
    }

    private static Node joined(String name) {
        return World.node(name).withStatus(new NodeStatus(NodeState.UNKNOWN, "", "10.0.0.1"));
    }

    private Set<TaskId> ids(String service) {
        return world.running(service).stream().map(Task::id).collect(Collectors.toSet());
    }

    private static List<Task> on(NodeId node, List<Task> tasks) {
        return tasks.stream().filter(task -> node.equals(task.nodeId())).toList();
    }
}
