package io.priok.core.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.RestartPolicy.Condition;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlobalAndJobsTest {
    private final World world = World.withNodes(3);

    @Test
    void globalServiceHasATaskOnEveryNode() {
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.pass();
        assertThat(world.tasks("agent"))
                .hasSize(3)
                .allSatisfy(task -> {
                    assertThat(task.slot()).isZero();
                    assertThat(task.status().message())
                            .isEqualTo("scheduler confirmed task can run on preassigned node");
                    assertThat(task.containerName()).isEqualTo("agent." + task.nodeId() + "." + task.id());
                })
                .extracting(Task::nodeId)
                .doesNotHaveDuplicates();
    }

    @Test
    void nodeThatJoinsGetsItsTask() {
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        world.put(World.node("n4"));
        world.converge();
        assertThat(world.running("agent")).hasSize(4);
    }

    @Test
    void drainedNodeLosesItsTaskAndGetsItBack() {
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        world.availability(1, Availability.DRAIN);
        world.converge();
        assertThat(world.running("agent")).hasSize(2);
        world.availability(1, Availability.ACTIVE);
        world.converge();
        assertThat(world.running("agent")).hasSize(3);
    }

    @Test
    void downNodeLosesItsTaskAndGetsItBack() {
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        world.down(1);
        world.converge();
        assertThat(world.wanted("agent")).hasSize(2);
        world.ready(1);
        world.converge();
        assertThat(world.running("agent")).hasSize(3);
    }

    @Test
    void pausedNodeKeepsItsTaskAndGetsNoNewOne() {
        world.create(World.spec("agent", new ServiceMode.Global()));
        world.converge();
        world.availability(1, Availability.PAUSE);
        world.create(World.spec("other", new ServiceMode.Global()));
        world.converge();
        assertThat(world.running("agent")).hasSize(3);
        assertThat(world.running("other")).hasSize(2);
    }

    @Test
    void constraintsChooseTheNodes() {
        ServiceSpec spec = World.spec("agent", new ServiceMode.Global());
        world.create(spec.withTaskTemplate(UpdateTest.placed(spec.taskTemplate(), "node.labels.disk==ssd")));
        world.converge();
        assertThat(world.tasks("agent")).isEmpty();
        world.label(2, "disk", "ssd");
        world.converge();
        assertThat(world.running("agent")).extracting(Task::nodeId).containsExactly(new NodeId("n2"));
        world.label(2, "disk", "hdd");
        world.converge();
        assertThat(world.running("agent")).isEmpty();
    }

    @Test
    void taskThatLosesItsConstraintIsStoppedReplacedAndRecordedAsRejected() {
        ServiceSpec spec = World.replicated("web", 1);
        world.label(1, "disk", "ssd");
        world.label(2, "disk", "ssd");
        world.create(spec.withTaskTemplate(UpdateTest.placed(
                RestartTest.withPolicy(spec.taskTemplate(), new RestartPolicy(null, Duration.ZERO, null, null)),
                "node.labels.disk==ssd")));
        world.converge();
        Task task = world.running("web").get(0);
        int number = task.nodeId().equals(new NodeId("n1")) ? 1 : 2;
        world.label(number, "disk", "hdd");
        world.pass();
        assertThat(world.of(world.image.task(task.id()).orElseThrow()).state()).isEqualTo(TaskState.RUNNING);
        assertThat(world.wanted("web")).singleElement().matches(other -> other.desiredState() == TaskState.READY);

        world.converge();
        assertThat(world.running("web"))
                .singleElement()
                .matches(other -> !other.nodeId().equals(task.nodeId()));
        assertThat(world.image.task(task.id()).orElseThrow().status()).satisfies(status -> {
            assertThat(status.state()).isEqualTo(TaskState.REJECTED);
            assertThat(status.message()).isEqualTo("task rejected by constraint enforcer");
            assertThat(status.err()).isEqualTo("assigned node no longer meets constraints");
        });
    }

    @Test
    void jobRunsSoManyAtOnceAndSoManyInAll() {
        job("job", new ServiceMode.ReplicatedJob(2, 5));
        world.pass();
        assertThat(world.tasks("job")).hasSize(2).allMatch(task -> task.desiredState() == TaskState.COMPLETE);
        int rounds = 0;
        while (completed("job") < 5 && rounds++ < 10) {
            world.wanted("job").stream()
                    .filter(task -> !world.of(task).state().isTerminal())
                    .forEach(task -> world.report(task, TaskState.COMPLETE));
            world.settle();
            assertThat(world.wanted("job").stream()
                            .filter(task -> !world.of(task).state().isTerminal()))
                    .hasSizeLessThanOrEqualTo(2);
        }
        assertThat(completed("job")).isEqualTo(5);
        assertThat(world.tasks("job")).hasSize(5).extracting(Task::slot).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void failedJobTaskIsRestartedInItsSlot() {
        job("job", new ServiceMode.ReplicatedJob(1, 1));
        world.pass();
        world.report(world.tasks("job").get(0), TaskState.FAILED);
        world.settle();
        world.advance(Duration.ofSeconds(5));
        world.settle();
        assertThat(world.wanted("job")).singleElement().satisfies(task -> {
            assertThat(task.slot()).isEqualTo(1);
            assertThat(task.desiredState()).isEqualTo(TaskState.COMPLETE);
        });
    }

    @Test
    void jobWhoseAttemptsAreUsedUpStays() {
        ServiceSpec spec = World.spec("job", new ServiceMode.ReplicatedJob(1, 1));
        world.create(spec.withTaskTemplate(RestartTest.withPolicy(
                spec.taskTemplate(), new RestartPolicy(Condition.ON_FAILURE, Duration.ZERO, 2L, null))));
        for (int i = 0; i < 6; i++) {
            world.settle();
            world.wanted("job").forEach(task -> world.report(task, TaskState.FAILED));
        }
        assertThat(world.tasks("job")).hasSize(3);
        assertThat(world.wanted("job")).isEmpty();
    }

    @Test
    void newRunOfAJobStartsOver() {
        job("job", new ServiceMode.ReplicatedJob(1, 1));
        world.pass();
        world.report(world.tasks("job").get(0), TaskState.COMPLETE);
        world.settle();
        assertThat(world.wanted("job")).hasSize(1);
        Service service = world.service("job");
        world.put(service.withJob(new Service.JobStatus(1, world.now)));
        world.settle();
        assertThat(world.wanted("job")).singleElement().satisfies(task -> {
            assertThat(task.jobIteration()).isEqualTo(1);
            assertThat(world.of(task).state()).isEqualTo(TaskState.ASSIGNED);
        });
    }

    @Test
    void globalJobRunsOnceOnEachNodeThatWasThere() {
        job("job", new ServiceMode.GlobalJob());
        world.pass();
        assertThat(world.tasks("job")).hasSize(3);
        world.tasks("job").forEach(task -> world.report(task, TaskState.COMPLETE));
        world.advance(Duration.ofSeconds(1));
        world.put(World.node("n4").withMeta(Meta.created(world.now)));
        world.settle();
        assertThat(world.tasks("job")).hasSize(3);
    }

    private void job(String name, ServiceMode mode) {
        ServiceSpec spec = World.spec(name, mode);
        world.create(spec.withTaskTemplate(RestartTest.withPolicy(
                spec.taskTemplate(), new RestartPolicy(Condition.ON_FAILURE, null, null, null))));
    }

    private long completed(String name) {
        List<Task> tasks = world.tasks(name);
        return tasks.stream()
                .filter(task -> world.of(task).state() == TaskState.COMPLETE)
                .count();
    }
}
