package io.priok.domain.spec;

/** How many tasks a service has, and when it is done. */
public sealed interface ServiceMode {
    /** A fixed number of tasks, spread over the nodes. */
    record Replicated(long replicas) implements ServiceMode {}

    /** One task on every node that the constraints allow. */
    record Global() implements ServiceMode {}

    /**
     * Tasks that run to completion.
     *
     * @param maxConcurrent how many at once
     * @param totalCompletions how many must succeed in all
     */
    record ReplicatedJob(long maxConcurrent, long totalCompletions) implements ServiceMode {}

    /** One task to completion on every node. */
    record GlobalJob() implements ServiceMode {}

    default boolean isJob() {
        return this instanceof ReplicatedJob || this instanceof GlobalJob;
    }

    default boolean isGlobal() {
        return this instanceof Global || this instanceof GlobalJob;
    }
}
