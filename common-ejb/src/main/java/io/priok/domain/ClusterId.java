package io.priok.domain;

/** Identifies the swarm itself. The value is 25 characters of 0-9 and a-z, as Swarm's own identifiers are. */
public record ClusterId(String value) implements ObjectId {
    @Override
    public String toString() {
        return value;
    }
}
