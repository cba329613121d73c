package io.priok.core.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.RestartPolicy.Condition;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestartTest {
    private final World world = World.withNodes(2);

    @Test
    void replacesFailedTaskInSameSlotAfterTheDelay() {
        world.create(World.replicated("web", 2));
        world.converge();
        Task failed = world.running("web").get(1);
        world.report(failed, TaskState.FAILED);
        world.pass();

        Task replacement = world.wanted("web").get(1);
        assertThat(replacement.slot()).isEqualTo(failed.slot());
        assertThat(replacement.desiredState()).isEqualTo(TaskState.READY);
        assertThat(replacement.startAt()).isEqualTo(world.now.plusSeconds(5));
        assertThat(replacement.nodeId()).isNotNull();
        assertThat(world.wakeAt).contains(world.now.plusSeconds(5));

        world.advance(Duration.ofSeconds(5));
        world.pass();
        assertThat(world.wanted("web").get(1)).satisfies(task -> {
            assertThat(task.desiredState()).isEqualTo(TaskState.RUNNING);
            assertThat(task.startAt()).isNull();
        });
    }

    @Test
    void taskThatFailsBeforeItsStartIsReplacedOnlyAfterItsDelay() {
        create(policy(null, 5, null, null));
        fail();
        Task waiting = world.wanted("web").get(0);
        world.report(waiting, TaskState.REJECTED);
        world.settle();
        assertThat(world.wanted("web"))
                .containsExactly(world.image.task(waiting.id()).orElseThrow());

        world.advance(Duration.ofSeconds(5));
        world.settle();
        assertThat(world.wanted("web")).singleElement().satisfies(task -> {
            assertThat(task.id()).isNotEqualTo(waiting.id());
            assertThat(task.startAt()).isEqualTo(world.now.plusSeconds(5));
        });
    }

    @Test
    void neverRestartsWithConditionNone() {
        create(policy(Condition.NONE, 0, null, null));
        fail();
        assertThat(world.wanted("web")).isEmpty();
        assertThat(world.tasks("web")).hasSize(1);
    }

    @Test
    void onFailureLetsCompletedTasksBe() {
        create(policy(Condition.ON_FAILURE, 0, null, null));
        world.report(world.running("web").get(0), TaskState.COMPLETE);
        world.settle();
        assertThat(world.wanted("web")).isEmpty();

        assertThat(world.tasks("web"))
                .singleElement()
                .satisfies(task -> assertThat(task.desiredState()).isEqualTo(TaskState.SHUTDOWN));
    }

    @Test
    void onFailureReplacesFailedTasks() {
        create(policy(Condition.ON_FAILURE, 0, null, null));
        fail();
        assertThat(world.wanted("web")).hasSize(1);
    }

    @Test
    void anyReplacesCompletedTasksToo() {
        create(policy(Condition.ANY, 0, null, null));
        world.report(world.running("web").get(0), TaskState.COMPLETE);
        world.settle();
        assertThat(world.wanted("web")).hasSize(1);
    }

    @Test
    void attemptsAreBoundedEvenBeyondTheHistoryLimit() {
        create(policy(null, 0, 7L, null));
        int restarts = failUntilNoneRuns(20);
        assertThat(restarts).isEqualTo(7);
    }

    @Test
    void newSpecBringsNewAttempts() {
        create(policy(null, 0, 2L, null));
        assertThat(failUntilNoneRuns(20)).isEqualTo(2);
        world.update(
                "web", spec -> spec.withTaskTemplate(withPolicy(World.taskSpec("nginx:2"), policy(null, 0, 2L, null))));
        world.converge();
        assertThat(world.running("web")).hasSize(1);
    }

    @Test
    void attemptsOutsideTheWindowAreForgiven() {
        create(policy(null, 0, 2L, Duration.ofSeconds(60)));
        for (int i = 0; i < 10; i++) {
            world.advance(Duration.ofSeconds(40));
            fail();
            world.converge();
            assertThat(world.running("web")).hasSize(1);
        }
        world.advance(Duration.ofSeconds(1));
        fail();
        world.converge();
        assertThat(world.running("web")).isEmpty();
    }

    private int failUntilNoneRuns(int most) {
        int restarts = -1;
        for (int i = 0; i < most; i++) {
            world.advance(Duration.ofSeconds(1));
            world.converge();
            if (world.running("web").isEmpty()) {
                return restarts;
            }
            restarts++;
            world.report(world.running("web").get(0), TaskState.FAILED);
        }
        return restarts;
    }

    private void fail() {
        world.report(world.running("web").get(0), TaskState.FAILED);
        world.settle();
    }

    private void create(RestartPolicy policy) {
        ServiceSpec spec = World.replicated("web", 1);
        world.create(spec.withTaskTemplate(withPolicy(spec.taskTemplate(), policy)));
        world.converge();
    }

    private static RestartPolicy policy(
            @Nullable Condition condition, long delay, @Nullable Long attempts, @Nullable Duration window) {
        return new RestartPolicy(condition, Duration.ofSeconds(delay), attempts, window);
    }

    static TaskSpec withPolicy(TaskSpec spec, RestartPolicy policy) {
        return new TaskSpec(
                spec.containerSpec(),
                spec.resources(),
                policy,
                spec.placement(),
                spec.networks(),
                spec.logDriver(),
                spec.forceUpdate(),
                spec.runtime());
    }
}
