package io.priok.identity;

/** Gives identifiers that were never given before: 25 characters of 0-9 and a-z, as Swarm's. */
@FunctionalInterface
public interface IdSource {
    String next();
}
