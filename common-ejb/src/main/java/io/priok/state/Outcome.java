package io.priok.state;

/** What applying a transaction came to. The same on every manager. */
public sealed interface Outcome {
    /** @param index of the log, which is now the version of everything the transaction put */
    record Applied(long index) implements Outcome {}

    /** The same transaction was applied before, at that index; nothing changed now. */
    record Duplicate(long index) implements Outcome {}

    /** Nothing changed. */
    record Refused(Reason reason, String message) implements Outcome {}

    /** Why a transaction was refused. */
    enum Reason {
        /** An object's version is not the expected one. */
        OUT_OF_SEQUENCE,
        /** A name is taken. */
        ALREADY_EXISTS,
        /** An object that must be there is not. */
        NOT_FOUND,
        /** The author is not the leader of the current term. */
        STALE_TERM,
        /** A manager is too old for the format of the state, or the format would go back. */
        WRONG_FORMAT
    }
}
