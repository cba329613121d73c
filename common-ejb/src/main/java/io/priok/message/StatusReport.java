package io.priok.message;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.Copies;
import java.util.List;

/** New states of tasks, from a worker. */
public record StatusReport(NodeId nodeId, AgentId agent, List<TaskObservation> tasks) {
    public StatusReport {
        tasks = Copies.list(tasks);
    }

    /**
     * @param name for people, {@code web.1}
     * @param version the highest version of the task that the worker was told
     */
    public record TaskObservation(TaskId taskId, String name, long version, TaskStatus status) {
        public TaskObservation {
            name = Copies.text(name);
        }
    }
}
