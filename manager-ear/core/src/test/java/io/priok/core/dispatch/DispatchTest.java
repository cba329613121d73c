package io.priok.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ServiceMode;
import io.priok.message.Assignments;
import io.priok.message.Queues;
import io.priok.message.TaskAssignment;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchTest {
    private final World world = World.withNodes(2);
    private final Dispatch dispatch = new Dispatch(7);

    @Test
    void sendsNewTasksByNodeAndShard() {
        world.create(World.replicated("web", 10));
        world.pass();
        List<Assignments> messages = increments();

        assertThat(messages).allSatisfy(message -> {
            assertThat(message.term()).isEqualTo(7);
            assertThat(message.index()).isEqualTo(world.image.index());
            assertThat(message.complete()).isFalse();
            assertThat(message.tasks()).allSatisfy(assignment -> {
                assertThat(assignment.remove()).isFalse();
                assertThat(assignment.task().nodeId()).isEqualTo(message.nodeId());
                assertThat(assignment.nodeHostname()).isEqualTo(message.nodeId() + "-host");
                assertThat(Queues.shardOf(assignment.task().id())).isEqualTo(message.shard());
                assertThat(assignment.task().version()).isEqualTo(world.image.index());
            });
        });
        assertThat(tasks(messages)).hasSize(10);
    }

    @Test
    void doesNotSendWhatTheWorkerItselfReported() {
        world.create(World.replicated("web", 1));
        world.converge();
        Task task = world.tasks("web").get(0);
        world.put(task.withStatus(TaskStatus.of(TaskState.RUNNING, world.now, "started")));
        assertThat(increments()).isEmpty();
    }

    @Test
    void sendsChangesOfTheDesiredState() {
        world.create(World.replicated("web", 1));
        world.converge();
        world.put(world.tasks("web").get(0).withDesiredState(TaskState.SHUTDOWN));
        assertThat(tasks(increments()))
                .singleElement()
                .satisfies(assignment ->
                        assertThat(assignment.task().desiredState()).isEqualTo(TaskState.SHUTDOWN));
    }

    @Test
    void tellsThatATaskIsNoLongerKept() {
        world.create(World.replicated("web", 1));
        world.converge();
        world.remove(world.tasks("web").get(0));
        assertThat(tasks(increments())).singleElement().matches(TaskAssignment::remove);
    }

    @Test
    void sendsNothingOfTasksWithoutANode() {
        World empty = new World();
        empty.create(World.replicated("web", 2));
        empty.pass();
        assertThat(dispatch.increments(empty.image, empty.lastTransitions)).isEmpty();
        empty.update("web", spec -> spec.withMode(new ServiceMode.Replicated(0)));
        empty.settle();
        assertThat(dispatch.increments(empty.image, empty.lastTransitions)).isEmpty();
    }

    @Test
    void agentOfARemovedNodeIsToHaveNothing() {
        world.create(World.replicated("web", 10));
        world.converge();
        Task task = world.tasks("web").get(0);
        Node node = world.image.node(task.nodeId()).orElseThrow();
        world.remove(node);
        List<Assignments> messages = dispatch.nothing(world.image, node.id());
        assertThat(messages).hasSize(Queues.SHARDS).allSatisfy(message -> {
            assertThat(message.complete()).isTrue();
            assertThat(message.tasks()).isEmpty();
            assertThat(message.nodeId()).isEqualTo(node.id());
            assertThat(message.index()).isEqualTo(world.image.index());
        });
        assertThat(messages).extracting(Assignments::shard).doesNotHaveDuplicates();
    }

    @Test
    void completeSetsHoldAllTasksOfANode() {
        world.create(World.replicated("web", 10));
        world.pass();
        List<Assignments> sets = dispatch.completeSets(world.image, new NodeId("n1"));
        assertThat(sets).hasSize(Queues.SHARDS).allMatch(Assignments::complete);
        assertThat(sets).extracting(Assignments::shard).containsExactly(0, 1, 2, 3);
        assertThat(tasks(sets))
                .extracting(TaskAssignment::task)
                .containsExactlyInAnyOrderElementsOf(world.image.tasksOn(new NodeId("n1")));
    }

    private List<Assignments> increments() {
        return dispatch.increments(world.image, world.lastTransitions);
    }

    private static List<TaskAssignment> tasks(List<Assignments> messages) {
        return messages.stream().flatMap(message -> message.tasks().stream()).toList();
    }
}
