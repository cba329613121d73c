package io.priok.domain;

import io.priok.domain.spec.DataSpec;

/** A secret; its data never leaves the managers but to the worker that runs a task which uses it. */
public record Secret(SecretId id, Meta meta, DataSpec spec) implements StateObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.SECRET;
    }

    @Override
    public Secret withMeta(Meta newMeta) {
        return new Secret(id, newMeta, spec);
    }

    @Override
    public String toString() {
        return "Secret[" + id + "]";
    }
}
