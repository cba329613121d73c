package io.priok.core.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.UpdateConfig;
import io.priok.domain.spec.UpdateConfig.FailureAction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {
    private final World world = World.withNodes(3);

    @Test
    void createsSchedulesAndAssignsInOneDecision() {
        world.create(World.replicated("web", 3));

        assertThat(world.pass()).isTrue();

        assertThat(world.tasks("web"))
                .hasSize(3)
                .allSatisfy(task -> {
                    assertThat(task.status().state()).isEqualTo(TaskState.ASSIGNED);
                    assertThat(task.status().message()).isEqualTo("scheduler assigned task to node");
                    assertThat(task.desiredState()).isEqualTo(TaskState.RUNNING);
                    assertThat(task.containerName())
                            .isEqualTo("web." + task.slot() + "." + task.id().value());
                })
                .extracting(Task::nodeId)
                .containsExactlyInAnyOrder(new NodeId("n1"), new NodeId("n2"), new NodeId("n3"));
        assertThat(world.tasks("web")).extracting(Task::slot).containsExactly(1L, 2L, 3L);
        assertThat(world.pass()).isFalse();
    }

    @Test
    void decidesNothingWhenAllIsAsItShouldBe() {
        world.create(World.replicated("web", 3));
        world.converge();

        assertThat(world.decide()).satisfies(decision -> {
            assertThat(decision.changes()).isEmpty();
            assertThat(decision.wakeAt()).isEmpty();
        });
    }

    @Test
    void scalesUpIntoFreeSlots() {
        world.create(World.replicated("web", 2));
        world.converge();
        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(4)));
        world.converge();

        assertThat(world.running("web")).extracting(Task::slot).containsExactly(1L, 2L, 3L, 4L);
        assertThat(world.service("web").updateStatus()).isNull();
    }

    @Test
    void scalesDownOnTheFullestNodeFirst() {
        world.create(World.replicated("web", 4));
        world.converge();
        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(3)));
        world.converge();

        assertThat(world.tasks("web")).hasSize(3).extracting(Task::nodeId).doesNotHaveDuplicates();
    }

    @Test
    void scalesDownTasksThatDoNotRunFirst() {
        world.create(World.replicated("web", 3));
        world.pass();
        List<Task> tasks = world.tasks("web");
        world.report(tasks.get(1), TaskState.RUNNING);
        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(1)));
        world.pass();

        assertThat(world.wanted("web")).extracting(Task::slot).containsExactly(2L);
    }

    @Test
    void keepsTasksOfScaledDownSlotsUntilTheyHaveEnded() {
        world.create(World.replicated("web", 2));
        world.converge();
        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(1)));
        world.pass();
        assertThat(world.tasks("web")).extracting(Task::desiredState).contains(TaskState.REMOVE);

        world.obey();
        world.pass();
        assertThat(world.tasks("web")).hasSize(1);
    }

    @Test
    void reusedSlotWaitsForTheTaskThatIsBeingStopped() {
        world.create(World.replicated("web", 2));
        world.converge();
        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(1)));
        world.pass();
        world.update("web", spec -> spec.withMode(new ServiceMode.Replicated(2)));
        world.pass();

        Task second = world.wanted("web").get(1);
        assertThat(second.desiredState()).isEqualTo(TaskState.READY);
        world.converge();
        assertThat(world.running("web")).extracting(Task::slot).containsExactly(1L, 2L);
    }

    @Test
    void removesServiceWithItsLastTask() {
        world.create(World.replicated("web", 2));
        world.converge();
        world.put(world.service("web").deleted());
        world.pass();
        assertThat(world.image.tasks())
                .extracting(Task::desiredState)
                .containsExactly(TaskState.REMOVE, TaskState.REMOVE);

        world.obey();
        world.pass();
        assertThat(world.image.services()).isEmpty();
        assertThat(world.image.tasks()).isEmpty();
    }

    @Test
    void removesServiceAlthoughANodeIsDown() {
        world.create(World.replicated("web", 3));
        world.converge();
        world.down(1);
        world.put(world.service("web").deleted());
        world.converge();

        assertThat(world.image.services()).isEmpty();
        assertThat(world.image.tasks()).isEmpty();
    }

    @Test
    void drainMovesTasksAtOnceAndKeepsTheOldOnesAsHistory() {
        world.create(World.replicated("web", 3));
        world.converge();
        world.availability(1, Availability.DRAIN);
        world.converge();

        assertThat(world.running("web")).hasSize(3).extracting(Task::nodeId).doesNotContain(new NodeId("n1"));
        assertThat(world.tasks("web"))
                .filteredOn(task -> new NodeId("n1").equals(task.nodeId()))
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.desiredState()).isEqualTo(TaskState.SHUTDOWN);
                    assertThat(task.status().state()).isEqualTo(TaskState.SHUTDOWN);
                });
    }

    @Test
    void drainLetsTheReplacementWaitUntilTheOldTaskHasEnded() {
        world.create(World.replicated("web", 1));
        world.converge();
        Task old = world.tasks("web").get(0);
        world.put(world.image
                .node(old.nodeId())
                .map(node -> node.withSpec(
                        new io.priok.domain.spec.NodeSpec("", java.util.Map.of(), null, Availability.DRAIN)))
                .orElseThrow());
        world.pass();

        assertThat(world.wanted("web")).singleElement().satisfies(task -> {
            assertThat(task.desiredState()).isEqualTo(TaskState.READY);
            assertThat(task.startAt()).isNull();
            assertThat(task.slot()).isEqualTo(old.slot());
        });
    }

    @Test
    void tasksOfADownNodeRunElsewhereAtOnce() {
        world.create(World.replicated("web", 3));
        world.converge();
        world.down(2);
        world.pass();

        assertThat(world.wanted("web"))
                .hasSize(3)
                .allMatch(task -> task.desiredState() == TaskState.RUNNING)
                .extracting(Task::nodeId)
                .doesNotContain(new NodeId("n2"));
    }

    @Test
    void tasksOfANodeThatIsDownForADayBecomeOrphans() {
        world.create(World.replicated("web", 3));
        world.converge();
        world.down(2);
        world.converge();
        assertThat(world.wakeAt).contains(world.now.plus(Duration.ofHours(24)));

        world.advance(Duration.ofHours(24));
        world.pass();
        assertThat(world.tasks("web")).extracting(task -> task.status().state()).contains(TaskState.ORPHANED);
    }

    @Test
    void statusOfNodesIsCommittedWithWhatFollowsFromIt() {
        world.create(World.replicated("web", 3));
        world.converge();
        Node node = world.node(1);
        Decision decision = new Pass()
                .decide(new View(
                        world.image,
                        world,
                        java.util.Map.of(
                                node.id(),
                                new io.priok.domain.NodeStatus(
                                        io.priok.domain.NodeState.DOWN, "heartbeat failure", "10.0.0.1")),
                        world.now,
                        () -> "fresh"));

        world.commit(decision.changes());
        assertThat(world.node(1).status().message()).isEqualTo("heartbeat failure");
        assertThat(world.wanted("web")).extracting(Task::nodeId).doesNotContain(node.id());
    }

    @Test
    void logsHowTasksEnded() {
        world.create(World.replicated("web", 1));
        world.converge();
        Task task = world.tasks("web").get(0);
        world.report(task, TaskState.FAILED);
        world.pass();

        assertThat(world.image.task(task.id()).orElseThrow().status())
                .extracting(TaskStatus::state)
                .isEqualTo(TaskState.FAILED);
    }

    @Test
    void givesEachIngressPortANumberOfItsOwn() {
        PortConfig chosen = new PortConfig("", "tcp", 80, 0, "ingress");
        world.create(World.publishing(World.replicated("one", 1), chosen));
        world.create(World.publishing(World.replicated("two", 1), chosen, new PortConfig("", "tcp", 81, 30001, "")));
        world.pass();

        assertThat(ports("one")).containsExactly(30000);
        assertThat(ports("two")).doesNotHaveDuplicates().doesNotContain(30000).contains(30001);
        world.update("one", spec -> spec.withMode(new ServiceMode.Replicated(2)));
        world.converge();
        assertThat(ports("one")).containsExactly(30000);
    }

    @Test
    void doesNotGiveAPortTwiceEvenWhenUsersAskForIt() {
        PortConfig same = new PortConfig("", "tcp", 80, 8080, "ingress");
        world.create(World.publishing(World.replicated("one", 1), same));
        world.create(World.publishing(World.replicated("two", 1), same));
        world.pass();
        assertThat(ports("one")).containsExactly(8080);
        assertThat(ports("two")).containsExactly(0);

        world.put(world.service("one").deleted());
        world.converge();
        assertThat(ports("two")).containsExactly(8080);
    }

    @Test
    void historyIsTrimmedToTheLimitOldestFirst() {
        world.create(World.replicated("web", 1));
        for (int i = 0; i < 8; i++) {
            world.convergeWithin(Duration.ofSeconds(6));
            world.report(world.running("web").get(0), TaskState.FAILED);
        }
        world.convergeWithin(Duration.ofSeconds(6));

        assertThat(world.tasks("web")).hasSize(5);
        assertThat(world.running("web")).hasSize(1);
    }

    @Test
    void createsManyTasksInSeveralDecisions() {
        world.create(World.replicated("web", 2500));
        assertThat(world.decide().wakeAt()).contains(world.now);
        world.settle();
        assertThat(world.tasks("web")).hasSize(2500);
    }

    @Test
    void removesManyTasksInSeveralDecisions() {
        world.create(World.replicated("web", 1500));
        world.settle();
        world.obey();
        world.put(world.service("web").deleted());
        assertThat(world.decide().changes()).hasSize(Pass.MOST_CHANGES);
        world.converge();
        assertThat(world.image.tasks()).isEmpty();
        assertThat(world.image.services()).isEmpty();
    }

    @Test
    void historyIsTrimmedEvenWhenAnUpdateDoesNotEnd() {
        world.create(World.withUpdate(
                World.replicated("web", 2),
                new UpdateConfig(1, Duration.ofHours(9), FailureAction.CONTINUE, null, 0, null),
                null));
        world.converge();
        world.update("web", spec -> spec.withTaskTemplate(World.taskSpec("nginx:2")));
        for (int i = 0; i < 100; i++) {
            world.convergeWithin(Duration.ofSeconds(6));
            world.running("web").stream()
                    .filter(task -> task.slot() == 1)
                    .forEach(task -> world.report(task, TaskState.FAILED));
        }
        assertThat(world.tasks("web")).hasSizeBetween(50, 54);
    }

    @Test
    void forgetsTasksWhoseServiceIsNoMore() {
        Service service = world.create(World.replicated("web", 2));
        world.pass();
        world.remove(service);
        world.converge();
        assertThat(world.image.tasks()).isEmpty();
    }

    private List<Integer> ports(String service) {
        return world.service(service).ports().stream()
                .map(PortConfig::publishedPort)
                .toList();
    }
}
