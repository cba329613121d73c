package io.priok.api;

import io.priok.domain.Meta;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.spec.ServiceSpec;
import io.priok.json.Json;
import java.time.Instant;
import java.util.List;

/** Objects for tests. */
final class Objects {
    private Objects() {}

    static Service service(ServiceId id, String name, String image) {
        ServiceSpec spec = Json.read(
                "{\"Name\":\"" + name + "\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"" + image + "\"}}}",
                ServiceSpec.class);
        return new Service(
                id,
                Meta.created(Instant.parse("2026-11-23T05:00:00Z")),
                spec,
                0,
                null,
                0,
                null,
                List.of(),
                false,
                null);
    }
}
