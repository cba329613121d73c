package io.priok.core.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.UpdateStatus.State;
import io.priok.domain.spec.Placement;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.domain.spec.UpdateConfig;
import io.priok.domain.spec.UpdateConfig.FailureAction;
import io.priok.domain.spec.UpdateConfig.Order;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class UpdateTest {
    private static final Predicate<Task> NEW_IMAGE =
            task -> task.spec().container().image().equals("nginx:2");

    private final World world = World.withNodes(3);

    @Test
    void replacesTasksOneByOneAndCompletesAfterMonitoring() {
        create(4, config(1, 0, FailureAction.PAUSE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.pass();
        assertThat(world.service("web").updateStatus()).satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.UPDATING);
            assertThat(status.message()).isEqualTo("update in progress");
            assertThat(status.startedAt()).isEqualTo(world.now);
        });
        assertThat(world.wanted("web").stream().filter(NEW_IMAGE)).hasSize(1);

        for (int i = 0; i < 40; i++) {
            assertThat(notRunning()).isLessThanOrEqualTo(1);
            world.obey();
            world.pass();
        }
        assertThat(world.running("web")).hasSize(4).allMatch(NEW_IMAGE);
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.UPDATING);
        world.convergeWithin(Duration.ofSeconds(5));
        assertThat(world.service("web").updateStatus()).satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.COMPLETED);
            assertThat(status.message()).isEqualTo("update completed");
            assertThat(status.completedAt()).isEqualTo(status.startedAt().plusSeconds(5));
        });
        assertThat(world.wakeAt).isEmpty();
    }

    @Test
    void delayPassesBetweenTasks() {
        create(3, config(1, 10, FailureAction.PAUSE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        assertThat(world.running("web").stream().filter(NEW_IMAGE)).hasSize(1);
        assertThat(world.wakeAt).contains(world.now.plusSeconds(10));
        world.convergeWithin(Duration.ofSeconds(10));
        assertThat(world.running("web").stream().filter(NEW_IMAGE)).hasSize(2);
    }

    @Test
    void parallelismZeroReplacesAllAtOnce() {
        create(3, config(0, 0, FailureAction.PAUSE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.pass();
        assertThat(world.wanted("web")).hasSize(3).allMatch(NEW_IMAGE);
    }

    @Test
    void stopFirstNeverRunsTwoTasksOfASlot() {
        create(2, config(2, 0, FailureAction.PAUSE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.pass();
        assertThat(world.wanted("web")).allMatch(task -> task.desiredState() == TaskState.READY);
    }

    @Test
    void startFirstStopsTheOldTaskOnceTheNewOneRuns() {
        create(1, config(1, 0, FailureAction.PAUSE, 0, Order.START_FIRST));
        toImage("nginx:2");
        world.settle();
        assertThat(world.wanted("web")).hasSize(2).allMatch(task -> task.desiredState() == TaskState.RUNNING);

        world.report(world.wanted("web").get(1), TaskState.RUNNING);
        world.settle();
        assertThat(world.wanted("web")).singleElement().matches(NEW_IMAGE);
    }

    @Test
    void pausesAtFailure() {
        create(3, config(1, 0, FailureAction.PAUSE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        Task failed =
                world.running("web").stream().filter(NEW_IMAGE).findFirst().orElseThrow();
        world.advance(Duration.ofSeconds(2));
        world.report(failed, TaskState.FAILED);
        world.pass();

        assertThat(world.service("web").updateStatus()).satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.PAUSED);
            assertThat(status.message())
                    .isEqualTo("update paused due to failure or early termination of task " + failed.id());
        });
        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.PAUSED);
    }

    @Test
    void failureAfterTheMonitoringPeriodDoesNotCount() {
        create(2, config(1, 30, FailureAction.PAUSE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        Task first = world.running("web").stream().filter(NEW_IMAGE).findFirst().orElseThrow();
        world.advance(Duration.ofSeconds(6));
        world.report(first, TaskState.FAILED);
        world.convergeWithin(Duration.ofMinutes(2));
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.COMPLETED);
        assertThat(world.image.task(first.id()).orElseThrow().status().state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void bearsFailuresUpToTheRatio() {
        create(4, config(0, 0, FailureAction.PAUSE, 0.5, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        List<Task> updated = world.running("web").stream().filter(NEW_IMAGE).toList();
        world.report(updated.get(0), TaskState.FAILED);
        world.report(updated.get(1), TaskState.FAILED);
        world.pass();
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.UPDATING);
        world.report(updated.get(2), TaskState.FAILED);
        world.pass();
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.PAUSED);
    }

    @Test
    void continuesInSpiteOfFailures() {
        create(2, config(1, 0, FailureAction.CONTINUE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        world.report(world.running("web").stream().filter(NEW_IMAGE).findFirst().orElseThrow(), TaskState.FAILED);
        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.COMPLETED);
        assertThat(world.running("web")).hasSize(2).allMatch(NEW_IMAGE);
    }

    @Test
    void rollsBackAndCompletesTheRollback() {
        create(3, config(1, 0, FailureAction.ROLLBACK, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        Task failed =
                world.running("web").stream().filter(NEW_IMAGE).findFirst().orElseThrow();
        world.report(failed, TaskState.FAILED);
        world.pass();

        Service service = world.service("web");
        assertThat(service.updateStatus().state()).isEqualTo(State.ROLLBACK_STARTED);
        assertThat(service.updateStatus().message())
                .isEqualTo("update rolled back due to failure or early termination of task " + failed.id());
        assertThat(service.spec().taskTemplate().container().image()).isEqualTo("nginx:1");
        assertThat(service.previousSpec()).isNull();

        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.running("web")).hasSize(3).noneMatch(NEW_IMAGE);
        assertThat(world.service("web").updateStatus()).satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.ROLLBACK_COMPLETED);
            assertThat(status.message()).isEqualTo("rollback completed");
        });
    }

    @Test
    void neverRollsBackARollback() {
        create(2, config(1, 0, FailureAction.ROLLBACK, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        world.report(world.running("web").stream().filter(NEW_IMAGE).findFirst().orElseThrow(), TaskState.FAILED);
        world.pass();
        world.converge();
        Task back = world.running("web").stream()
                .filter(NEW_IMAGE.negate())
                .reduce((first, second) -> second)
                .orElseThrow();
        world.report(back, TaskState.FAILED);
        world.pass();
        assertThat(world.service("web").updateStatus()).satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.ROLLBACK_PAUSED);
            assertThat(status.message()).startsWith("rollback paused due to failure or early termination of task");
        });
    }

    @Test
    void newUpdateSupersedesTheRunningOne() {
        create(3, config(1, 60, FailureAction.PAUSE, 0, Order.STOP_FIRST));
        toImage("nginx:2");
        world.converge();
        toImage("nginx:3");
        world.convergeWithin(Duration.ofMinutes(5));
        assertThat(world.running("web"))
                .hasSize(3)
                .allMatch(task -> task.spec().container().image().equals("nginx:3"));
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void forceUpdateReplacesTasks() {
        create(1, null);
        Task old = world.running("web").get(0);
        world.update("web", spec -> spec.withTaskTemplate(forced(spec.taskTemplate())));
        world.convergeWithin(Duration.ofSeconds(10));
        assertThat(world.running("web"))
                .singleElement()
                .matches(task -> !task.id().equals(old.id()));
    }

    @Test
    void placementThatTheNodeStillSatisfiesReplacesNothing() {
        create(3, null);
        world.update("web", spec -> spec.withTaskTemplate(placed(spec.taskTemplate(), "node.hostname!=n9-host")));
        world.converge();
        assertThat(world.tasks("web")).hasSize(3);
        assertThat(world.service("web").updateStatus()).isNull();
    }

    @Test
    void placementThatTheNodeDoesNotSatisfyReplacesTheTask() {
        create(3, null);
        world.update("web", spec -> spec.withTaskTemplate(placed(spec.taskTemplate(), "node.hostname!=n1-host")));
        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.running("web")).hasSize(3).noneMatch(task -> "n1".equals(String.valueOf(task.nodeId())));
    }

    @Test
    void hostPortsReplaceTasksAndIngressPortsDoNot() {
        create(1, null);
        Task old = world.running("web").get(0);
        world.update("web", spec -> World.publishing(spec, new PortConfig("", "tcp", 80, 8080, "ingress")));
        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.running("web")).extracting(Task::id).containsExactly(old.id());
        world.update("web", spec -> World.publishing(spec, new PortConfig("", "tcp", 80, 8080, "host")));
        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.running("web")).singleElement().satisfies(task -> {
            assertThat(task.id()).isNotEqualTo(old.id());
            assertThat(task.ports()).hasSize(1);
        });
    }

    @Test
    void updateReplacesTasksThatAreNotRestarted() {
        ServiceSpec spec = World.replicated("web", 1);
        world.create(spec.withTaskTemplate(RestartTest.withPolicy(
                spec.taskTemplate(), new RestartPolicy(RestartPolicy.Condition.NONE, null, null, null))));
        world.converge();
        world.report(world.running("web").get(0), TaskState.COMPLETE);
        world.converge();
        assertThat(world.wanted("web")).isEmpty();
        toImage("nginx:2");
        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.running("web")).singleElement().matches(NEW_IMAGE);
    }

    @Test
    void globalServicesUpdateNodeByNode() {
        world.create(World.withUpdate(
                World.spec("web", new ServiceMode.Global()),
                config(1, 0, FailureAction.PAUSE, 0, Order.STOP_FIRST),
                null));
        world.converge();
        toImage("nginx:2");
        world.pass();
        assertThat(world.wanted("web").stream().filter(NEW_IMAGE)).hasSize(1);
        world.convergeWithin(Duration.ofMinutes(1));
        assertThat(world.running("web"))
                .hasSize(3)
                .allMatch(NEW_IMAGE)
                .extracting(Task::nodeId)
                .doesNotHaveDuplicates();
        assertThat(world.service("web").updateStatus().state()).isEqualTo(State.COMPLETED);
    }

    private int notRunning() {
        return 4 - world.running("web").size();
    }

    private void create(long replicas, UpdateConfig config) {
        world.create(World.withUpdate(World.replicated("web", replicas), config, config));
        world.converge();
    }

    private void toImage(String image) {
        world.update(
                "web",
                spec -> spec.withTaskTemplate(spec.taskTemplate()
                        .withContainerSpec(spec.taskTemplate().container().withImage(image))));
    }

    private static UpdateConfig config(long parallelism, long delay, FailureAction action, double ratio, Order order) {
        return new UpdateConfig(parallelism, Duration.ofSeconds(delay), action, null, ratio, order);
    }

    private static TaskSpec forced(TaskSpec spec) {
        return new TaskSpec(
                spec.containerSpec(),
                spec.resources(),
                spec.restartPolicy(),
                spec.placement(),
                spec.networks(),
                spec.logDriver(),
                spec.forceUpdate() + 1,
                spec.runtime());
    }

    static TaskSpec placed(TaskSpec spec, String... constraints) {
        return placed(spec, new Placement(List.of(constraints), List.of(), 0, List.of()));
    }

    static TaskSpec placed(TaskSpec spec, Placement placement) {
        return new TaskSpec(
                spec.containerSpec(),
                spec.resources(),
                spec.restartPolicy(),
                placement,
                spec.networks(),
                spec.logDriver(),
                spec.forceUpdate(),
                spec.runtime());
    }
}
