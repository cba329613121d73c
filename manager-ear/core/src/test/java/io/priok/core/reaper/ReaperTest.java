package io.priok.core.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Cluster;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.ClusterSpec.Orchestration;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.RestartPolicy.Condition;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaperTest {
    private final World world = World.withNodes(2);

    @Test
    void limitOfZeroKeepsOnlyTheRunningTask() {
        limit(0);
        create(Condition.ANY);
        fail(3);
        assertThat(world.tasks("web")).hasSize(1);
        assertThat(world.running("web")).hasSize(1);
    }

    @Test
    void limitOfZeroKeepsTheTaskThatFillsItsSlotByHavingEnded() {
        limit(0);
        create(Condition.NONE);
        Task task = world.running("web").get(0);
        world.report(task, TaskState.COMPLETE);
        world.converge();
        assertThat(world.tasks("web")).singleElement().matches(kept -> kept.id().equals(task.id()));
    }

    @Test
    void negativeLimitKeepsAll() {
        limit(-1);
        create(Condition.ANY);
        fail(9);
        assertThat(world.tasks("web")).hasSize(10);
    }

    @Test
    void newestTasksAreKept() {
        limit(2);
        create(Condition.ANY);
        fail(2);
        Task lastFailed = world.running("web").get(0);
        fail(1);
        assertThat(world.tasks("web"))
                .hasSize(2)
                .extracting(Task::id)
                .contains(lastFailed.id(), world.running("web").get(0).id());
    }

    @Test
    void tasksThatMayStillBeAliveAreKept() {
        limit(0);
        create(Condition.ANY);
        Task old = world.running("web").get(0);
        world.down(old.nodeId().value().equals("n1") ? 1 : 2);
        world.converge();
        assertThat(world.tasks("web")).extracting(Task::id).contains(old.id());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            world.advance(Duration.ofSeconds(1));
            world.report(world.running("web").get(0), TaskState.FAILED);
            world.converge();
        }
    }

    private void create(Condition condition) {
        ServiceSpec spec = World.replicated("web", 1);
        world.create(spec.withTaskTemplate(new TaskSpec(
                spec.taskTemplate().containerSpec(),
                null,
                new RestartPolicy(condition, Duration.ZERO, null, null),
                null,
                List.of(),
                null,
                0,
                "")));
        world.converge();
    }

    private void limit(long limit) {
        Cluster cluster = world.image.cluster().orElseThrow();
        ClusterSpec old = cluster.spec();
        world.put(cluster.withSpec(new ClusterSpec(
                old.name(),
                old.labels(),
                new Orchestration(limit),
                old.raft(),
                old.dispatcher(),
                old.caConfig(),
                old.taskDefaults(),
                old.encryptionConfig())));
    }
}
