package io.priok.domain.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount of resources: a limit, a reservation, or what a node has.
 *
 * @param nanoCpus billionths of a processor
 * @param pids limit only; 0 for none
 */
public record Resources(long nanoCpus, long memoryBytes, long pids, List<GenericResource> genericResources) {
    public static final Resources NONE = new Resources(0, 0, 0, List.of());

    public Resources {
        genericResources = Copies.list(genericResources);
    }

    public Resources plus(Resources other) {
        return new Resources(nanoCpus + other.nanoCpus, memoryBytes + other.memoryBytes, 0, genericResources);
    }

    public Resources minus(Resources other) {
        return new Resources(nanoCpus - other.nanoCpus, memoryBytes - other.memoryBytes, 0, genericResources);
    }

    /** A countable or named resource of the user's own kind, such as a GPU. */
    public record GenericResource(
            @Nullable Named namedResourceSpec, @Nullable Discrete discreteResourceSpec) {}

    public record Named(String kind, String value) {
        public Named {
            kind = Copies.text(kind);
            value = Copies.text(value);
        }
    }

    public record Discrete(String kind, long value) {
        public Discrete {
            kind = Copies.text(kind);
        }
    }
}
