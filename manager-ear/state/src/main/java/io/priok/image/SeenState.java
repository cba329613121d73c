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

    /** The node's last sign of life, taken by any manager. */
    Optional<Pulse> pulse(NodeId id);

    /** When the node was last heard of, on any manager. */
    default Optional<Instant> lastHeartbeat(NodeId id) {
        return pulse(id).map(Pulse::heard);
    }

    /**
     * A sign of life of a node's agent.
     *
     * @param heard when word of it came here, by this manager's clock
     * @param mark changes with every sign, and means nothing else
     * @param via the manager that took it, on whose broker the agent is therefore connected
     * @param session of the agent, new at each of its starts
     * @param office the one that the node's server serves in as a manager; 0 for a worker; {@code -office} when what it held in that
     *     office is lost
     * @param leaving true when the node said that it leaves the swarm
     */
    record Pulse(Instant heard, long mark, NodeId via, String session, long office, boolean leaving) {}

    /** The status that counts: the reported one where it is later than the logged one. */
    default TaskStatus of(Task task) {
        return task(task.id())
                .filter(reported -> reported.supersedes(task.status()))
                .orElse(task.status());
    }
}
