package io.priok.domain;

import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import java.util.List;
import java.util.Map;

/**
 * What a node's engine says of itself.
 *
 * @param resources all that the node has, before reservations
 */
public record NodeDescription(String hostname, Platform platform, Resources resources, Engine engine) {

    /**
     * @param labels the engine's own labels, those of {@code dockerd --label}
     */
    public record Engine(String engineVersion, Map<String, String> labels, List<Plugin> plugins) {
        public Engine {
            labels = labels == null ? Map.of() : Map.copyOf(labels);
            plugins = plugins == null ? List.of() : List.copyOf(plugins);
        }
    }

    /**
     * @param type Network, Volume, Log or Authorization
     */
    public record Plugin(String type, String name) {}
}
