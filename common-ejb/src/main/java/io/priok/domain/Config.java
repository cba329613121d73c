package io.priok.domain;

import io.priok.domain.spec.DataSpec;

/** A config: like a secret, but not secret. */
public record Config(ConfigId id, Meta meta, DataSpec spec) implements StateObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.CONFIG;
    }

    @Override
    public Config withMeta(Meta newMeta) {
        return new Config(id, newMeta, spec);
    }
}
