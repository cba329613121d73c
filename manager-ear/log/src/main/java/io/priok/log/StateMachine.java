package io.priok.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The state that the log drives. Called by one thread at a time, in the order of the log.
 *
 * <p>An index is applied once in the life of the state: the log skips those at or below {@link #appliedIndex()}, also
 * after a restart when the state (a database, say) is ahead of the newest snapshot.
 */
public interface StateMachine {
    /** Highest index whose effect this state durably holds, 0 when it is empty. */
    long appliedIndex();

    /**
     * Applies an entry. Must depend on nothing but the state and the arguments, and must not throw for an entry that is
     * merely invalid: whatever it throws stops this member.
     *
     * @param index higher than every one before; gaps are normal
     * @return the answer handed to the one who appended
     */
    byte[] apply(long index, byte[] entry);

    /** Writes the whole state, its applied index included. The stream is closed by the caller. */
    void writeSnapshot(OutputStream out) throws IOException;

    /** Replaces the whole state by a snapshot. Afterwards {@link #appliedIndex()} is the snapshot's. */
    void restoreSnapshot(InputStream in) throws IOException;
}
