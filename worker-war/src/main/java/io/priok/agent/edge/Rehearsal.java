package io.priok.agent.edge;

import io.priok.domain.AgentId;
import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.json.Json;
import io.priok.message.Assignments;
import io.priok.message.StatusReport;
import io.priok.message.TaskAssignment;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes and reads the messages of one task once, so that the first real one finds the codec's models built. */
final class Rehearsal {
    private Rehearsal() {}

    static void run(Instant now) {
        NodeId node = new NodeId("rehearsal");
        Task task = new Task(
                new TaskId("rehearsal"),
                Meta.created(now),
                new ServiceId("rehearsal"),
                "rehearsal",
                Map.of(),
                1,
                node,
                TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of("rehearsal:1", "true")),
                1,
                TaskState.RUNNING,
                TaskStatus.of(TaskState.ASSIGNED, now, "rehearsal"),
                null,
                0,
                List.of());
        Assignments read = Json.read(
                Json.write(
                        new Assignments(0, 0, node, false, 0, List.of(new TaskAssignment(task, "rehearsal", false)))),
                Assignments.class);
        Json.bytes(new StatusReport(
                read.nodeId(),
                new AgentId("rehearsal"),
                List.of(new StatusReport.TaskObservation(task.id(), task.name(), 0, task.status()))));
    }
}
