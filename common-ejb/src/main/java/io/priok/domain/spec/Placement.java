package io.priok.domain.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks may run.
 *
 * @param constraints such as {@code node.role==manager} or {@code node.labels.disk!=ssd}
 * @param maxReplicas most tasks of the service on one node; 0 for no bound
 * @param platforms those that the image is built for; empty for any
 */
public record Placement(
        List<String> constraints, List<Preference> preferences, long maxReplicas, List<Platform> platforms) {
    public static final Placement NONE = new Placement(List.of(), List.of(), 0, List.of());

    public Placement {
        constraints = Copies.list(constraints);
        preferences = Copies.list(preferences);
        platforms = Copies.list(platforms);
    }

    public record Preference(@Nullable Spread spread) {}

    /** @param spreadDescriptor the label to spread over, {@code node.labels.rack} */
    public record Spread(String spreadDescriptor) {
        public Spread {
            spreadDescriptor = Copies.text(spreadDescriptor);
        }
    }
}
