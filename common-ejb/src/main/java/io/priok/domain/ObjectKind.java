package io.priok.domain;

/** The tables of the cluster state. */
public enum ObjectKind {
    CLUSTER,
    NODE,
    SERVICE,
    TASK,
    NETWORK,
    SECRET,
    CONFIG
}
