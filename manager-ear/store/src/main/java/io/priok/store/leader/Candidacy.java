package io.priok.store.leader;

import java.util.function.Consumer;

/** This manager's standing for the leadership. */
public interface Candidacy extends AutoCloseable {
    /** True while this manager may propose itself as leader, as far as it knows. */
    boolean held();

    /** Calls back with the new value of {@link #held} after each change, one call at a time; must not block. */
    void onChange(Consumer<Boolean> listener);

    /** Lets another manager have it; stands again after a pause, if still eligible. */
    void release();

    /** Gives up for good. */
    @Override
    void close();
}
