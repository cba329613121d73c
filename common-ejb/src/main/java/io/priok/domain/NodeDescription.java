package io.priok.domain;

import io.priok.domain.spec.Copies;
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
    public NodeDescription {
        hostname = Copies.text(hostname);
    }

    /**
     * @param labels the engine's own labels, those of {@code dockerd --label}
     */
    public record Engine(String engineVersion, Map<String, String> labels, List<Plugin> plugins) {
        public Engine {
            engineVersion = Copies.text(engineVersion);
            labels = Copies.map(labels);
            plugins = Copies.list(plugins);
        }
    }

    /**
     * @param type Network, Volume, Log or Authorization
     */
    public record Plugin(String type, String name) {
        public Plugin {
            type = Copies.text(type);
            name = Copies.text(name);
        }
    }
}
