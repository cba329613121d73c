package io.priok.e2e.nemesis;

/**
 * Something that must not happen.
 *
 * @param what with the operations that show it, in words
 */
record Anomaly(Kind kind, String what) {
    enum Kind {
        /** An acknowledged create or update is not in the state. */
        LOST_WRITE,
        /** Two states that cannot both be of one history. */
        FORK,
        /** A reading that did not see what was acknowledged, or seen, before it began. */
        STALE_READ,
        /** A service is there although its deletion was acknowledged. */
        DELETED_IS_BACK,
        /** An update was accepted that was based on another version than the present one. */
        STALE_UPDATE_ACCEPTED,
        /** The client was told that it had no effect, and it had. */
        REFUSED_TOOK_EFFECT,
        /** Two nodes led in one term. */
        TWO_LEADERS,
        /** One task had two containers. */
        TASK_TWICE,
        /** A slot had two running tasks on hosts that had been well for long. */
        SLOT_DOUBLED,
        /** After all faults the cluster did not come to what was asked for. */
        NO_CONVERGENCE
    }

    @Override
    public String toString() {
        return kind + ": " + what;
    }
}
