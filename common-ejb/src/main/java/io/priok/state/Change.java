package io.priok.state;

import io.priok.domain.NodeId;
import io.priok.domain.ObjectId;
import io.priok.domain.StateObject;

/** One change within a transaction. */
public sealed interface Change {
    /** Expected version: whatever it is. */
    long ANY = -1;

    /** Expected version: the object must not exist. */
    long ABSENT = 0;

    /**
     * Creates or replaces an object. What has been removed meanwhile, or is to be, does not come back: only
     * {@link #ABSENT} creates.
     *
     * @param expectedVersion the version that the author has seen, {@link #ABSENT} or {@link #ANY}
     */
    record Put(StateObject object, long expectedVersion) implements Change {}

    /** Removes an object; a no-op when it is not there and {@link #ANY} is expected. */
    record Remove(ObjectId id, long expectedVersion) implements Change {}

    /** A manager takes the lead. Refused unless the term is the current one plus one. */
    record Elect(long term, NodeId leader) implements Change {}

    static Put create(StateObject object) {
        return new Put(object, ABSENT);
    }

    static Put update(StateObject object) {
        return new Put(object, object.version());
    }
}
