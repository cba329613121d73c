package io.priok.domain;

/** What the leader holds of a node's health. */
public enum NodeState {
    UNKNOWN,
    DOWN,
    READY,
    DISCONNECTED
}
