package io.priok.domain;

/** The secrets that let a node join, by role; {@code SWMTKN-1-<digest of the root certificate>-<secret>}. */
public record JoinTokens(String worker, String manager) {
    @Override
    public String toString() {
        return "JoinTokens[hidden]";
    }
}
