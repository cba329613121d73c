package io.priok.log;

import java.util.Arrays;

/** An entry that is durable on a majority and applied on the member that appended it. */
public final class Appended {
    private final long index;
    private final byte[] result;

    public Appended(long index, byte[] result) {
        this.index = index;
        this.result = result.clone();
    }

    /** Place in the log; grows from entry to entry, with gaps where the log holds entries of its own. */
    public long index() {
        return index;
    }

    /** What {@link StateMachine#apply} returned. */
    public byte[] result() {
        return result.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Appended that && index == that.index && Arrays.equals(result, that.result);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(index);
    }

    @Override
    public String toString() {
        return "Appended[" + index + ", " + result.length + " bytes]";
    }
}
