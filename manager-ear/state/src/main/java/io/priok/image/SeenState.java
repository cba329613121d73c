package io.priok.image;

import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import java.time.Instant;
import java.util.Optional;

/** What workers have reported: changes often, can be reported again, and is the same on all managers but for a moment. */
public interface SeenState {
    /** The last reported status of a task. */
    Optional<TaskStatus> task(TaskId id);

    /** When the node was last heard of, on any manager. */
    Optional<Instant> lastHeartbeat(NodeId id);

    /** The status that counts: the reported one where it is later than the logged one. */
    default TaskStatus of(Task task) {
        return task(task.id())
                .filter(reported -> reported.supersedes(task.status()))
                .orElse(task.status());
    }
}
