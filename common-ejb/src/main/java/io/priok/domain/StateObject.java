package io.priok.domain;

/** An object of the wanted state: changed only by applying log entries, identical on every manager. */
public sealed interface StateObject permits Cluster, Node, Service, Task, Network, Secret, Config {
    ObjectId id();

    Meta meta();

    ObjectKind kind();

    /** The same object with other bookkeeping; used by the single place that applies entries. */
    StateObject withMeta(Meta meta);

    /** Index of the log entry that last changed this object. */
    default long version() {
        return meta().version();
    }
}
