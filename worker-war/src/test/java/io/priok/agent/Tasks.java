package io.priok.agent;

import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.TaskSpec;
import io.priok.message.Assignments;
import io.priok.message.Queues;
import io.priok.message.TaskAssignment;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tasks and messages for tests. */
public final class Tasks {
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    public static final NodeId NODE = new NodeId("node0000000000000000000000");

    private Tasks() {}

    public static TaskSpec spec(ContainerSpec container) {
        return TaskSpec.EMPTY.withContainerSpec(container);
    }

    public static Task task(String id, long version, TaskState desired, TaskSpec spec, PortConfig... ports) {
        return new Task(
                new TaskId(id),
                new Meta(version, NOW, NOW),
                new ServiceId("service00000000000000000"),
                "web",
                Map.of("tier", "front"),
                1,
                NODE,
                spec,
                1,
                desired,
                TaskStatus.of(TaskState.ASSIGNED, NOW, "scheduler assigned task to node"),
                null,
                0,
                List.of(ports));
    }

    public static Task task(String id, long version, TaskState desired) {
        return task(id, version, desired, spec(ContainerSpec.of("bb:1", "sleep", "1000")));
    }

    public static TaskAssignment assignment(Task task) {
        return new TaskAssignment(task, "host1", false);
    }

    /** News of one task. */
    public static Assignments message(long term, long index, Task task) {
        return message(term, index, assignment(task));
    }

    public static Assignments message(long term, long index, TaskAssignment assignment) {
        int shard = Queues.shardOf(assignment.task().id());
        return new Assignments(term, index, NODE, false, shard, List.of(assignment));
    }

    /** A shard's complete set. */
    public static Assignments complete(long term, long index, int shard, Task... tasks) {
        return new Assignments(
                term,
                index,
                NODE,
                true,
                shard,
                List.of(tasks).stream().map(Tasks::assignment).toList());
    }

    static Task globalTask(String id) {
        Task task = task(id, 10, TaskState.RUNNING);
        return new Task(
                task.id(),
                task.meta(),
                task.serviceId(),
                task.serviceName(),
                task.serviceLabels(),
                0,
                task.nodeId(),
                task.spec(),
                task.specVersion(),
                task.desiredState(),
                task.status(),
                null,
                0,
                task.ports());
    }
}
