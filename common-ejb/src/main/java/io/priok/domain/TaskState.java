package io.priok.domain;

/**
 * The life of a task, in SwarmKit's order and meaning. A task only moves forward in this order. States up to ASSIGNED are
 * written by managers, the later ones by the worker, ORPHANED by managers again when the worker is lost for good. SHUTDOWN and
 * REMOVE are mostly desired states: what a manager wants to become of the task.
 */
public enum TaskState {
    NEW,
    PENDING,
    ASSIGNED,
    ACCEPTED,
    PREPARING,
    READY,
    STARTING,
    RUNNING,
    COMPLETE,
    SHUTDOWN,
    FAILED,
    REJECTED,
    REMOVE,
    ORPHANED;

    public boolean isAfter(TaskState other) {
        return compareTo(other) > 0;
    }

    /** True when the task has ended: nothing of it runs or will run. */
    public boolean isTerminal() {
        return isAfter(RUNNING);
    }
}
