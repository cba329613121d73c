package io.priok.domain;

/** Identifies a host that takes part in the swarm. The value is 25 characters of 0-9 and a-z, as Swarm's own identifiers are. */
public record NodeId(String value) implements ObjectId {
    @Override
    public String toString() {
        return value;
    }
}
