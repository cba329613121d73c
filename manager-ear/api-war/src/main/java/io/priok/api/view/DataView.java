package io.priok.api.view;

import io.priok.domain.Config;
import io.priok.domain.Secret;
import io.priok.domain.StateObject;
import io.priok.domain.spec.DataSpec;
import java.time.Instant;

/** A secret or a config as the API shows it. */
public record DataView(String id, Version version, Instant createdAt, Instant updatedAt, DataSpec spec) {
    /** A secret's data is never shown. */
    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    public static DataView of(Secret secret) {
        DataSpec spec = secret.spec();
        return of(secret, new DataSpec(spec.name(), spec.labels(), "", spec.driver(), spec.templating()));
    }

    public static DataView of(Config config) {
        return of(config, config.spec());
    }

    private static DataView of(StateObject object, DataSpec spec) {
        return new DataView(
                object.id().value(),
                new Version(object.version()),
                object.meta().createdAt(),
                object.meta().updatedAt(),
                spec);
    }
}
