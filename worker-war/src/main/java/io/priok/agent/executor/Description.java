package io.priok.agent.executor;

import com.github.dockerjava.api.model.Info;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeDescription.Engine;
import io.priok.domain.NodeDescription.Plugin;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the engine says of itself, as the swarm shows it. */
final class Description {
    private static final long NANOS_PER_CPU = 1_000_000_000L;

    private Description() {}

    static NodeDescription of(Info info, Map<String, String> moreLabels) {
        Integer cpus = info.getNCPU();
        Long memory = info.getMemTotal();
        return new NodeDescription(
                text(info.getName()),
                new Platform(text(info.getArchitecture()), text(info.getOsType())),
                new Resources(cpus == null ? 0 : cpus * NANOS_PER_CPU, memory == null ? 0 : memory, 0, List.of()),
                new Engine(
                        text(info.getServerVersion()),
                        labels(info.getLabels(), moreLabels),
                        plugins(info.getPlugins())));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private static Map<String, String> labels(String @Nullable [] given, Map<String, String> more) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : given == null ? new String[0] : given) {
            int equals = label.indexOf('=');
            labels.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        labels.putAll(more);
        return labels;
    }

    private static List<Plugin> plugins(@Nullable Map<String, List<String>> given) {
        List<Plugin> plugins = new ArrayList<>();
        if (given != null) {
            given.forEach((type, names) -> {
                if (names != null) {
                    names.forEach(name -> plugins.add(new Plugin(type, name)));
                }
            });
        }
        plugins.sort(Comparator.comparing(Plugin::type).thenComparing(Plugin::name));
        return plugins;
    }
}
