package io.priok.core.task;

/** Who moves a task. */
public enum Actor {
    /** Gives a new task its addresses and ports. */
    ALLOCATOR,
    /** Gives a task its node. */
    SCHEDULER,
    /** The worker that runs the task. */
    AGENT,
    /** Ends a task whose node no longer meets its constraints. */
    ENFORCER,
    /** The manager on behalf of a worker that is lost for good. */
    UNDERTAKER
}
