package io.priok.domain;

/** Identifies one task: one container's worth of work. The value is 25 characters of 0-9 and a-z, as Swarm's own identifiers are. */
public record TaskId(String value) implements ObjectId {
    @Override
    public String toString() {
        return value;
    }
}
