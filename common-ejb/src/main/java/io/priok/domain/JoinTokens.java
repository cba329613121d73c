package io.priok.domain;

import io.priok.domain.spec.Copies;

/** The secrets that let a node join, by role; {@code SWMTKN-1-<digest of the root certificate>-<secret>}. */
public record JoinTokens(String worker, String manager) {
    public JoinTokens {
        worker = Copies.text(worker);
        manager = Copies.text(manager);
    }

    @Override
    public String toString() {
        return "JoinTokens[hidden]";
    }
}
