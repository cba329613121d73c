package io.priok.domain.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What its administrators want of a node. */
public record NodeSpec(
        String name,
        Map<String, String> labels,
        @Nullable Role role,
        @Nullable Availability availability) {
    public NodeSpec {
        name = Copies.text(name);
        labels = Copies.map(labels);
    }

    public enum Role {
        WORKER,
        MANAGER
    }

    public enum Availability {
        ACTIVE,
        PAUSE,
        DRAIN
    }

    public Role roleOrWorker() {
        return role == null ? Role.WORKER : role;
    }

    public Availability availabilityOrActive() {
        return availability == null ? Availability.ACTIVE : availability;
    }
}
