package io.priok.core.task;

/** What becomes of a move. */
public enum Answer {
    SUCCESS,
    /** The task is there already. */
    NOOP,
    ILLEGAL
}
