package io.priok.domain;

/** Identifies a swarm-scoped network. The value is 25 characters of 0-9 and a-z, as Swarm's own identifiers are. */
public record NetworkId(String value) implements ObjectId {
    @Override
    public String toString() {
        return value;
    }
}
