package io.priok.core.scheduler;

import io.priok.core.constraint.Constraints;
import io.priok.domain.NodeDescription.Plugin;
import io.priok.domain.NodeState;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.spec.Mount;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.Placement;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.TaskSpec.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filters that concern a task, in the order in which nodes are asked. */
final class Filters {
    private record Rule(Predicate<Bin> accepted, IntFunction<String> explanation) implements Filter {
        @Override
        public boolean accepts(Bin bin) {
            return accepted.test(bin);
        }

        @Override
        public String explain(int nodes) {
            return explanation.apply(nodes);
        }
    }

    private Filters() {}

    /** Filters whose answer for a node may change while tasks like this one are put on it come last. */
    static List<Filter> of(Task task) {
        Placement placement = task.spec().placementOrNone();
        List<Filter> filters = new ArrayList<>();
        filters.add(new Rule(Filters::isReady, nodes -> Filter.count(nodes) + " not available for new tasks"));
        Resources reserved = task.spec().reservations();
        if (!reserved.equals(Resources.NONE)) {
            filters.add(new Rule(bin -> bin.hasRoomFor(reserved), nodes -> Filter.on("insufficient resources", nodes)));
        }
        List<Plugin> plugins = pluginsOf(task);
        if (!plugins.isEmpty()) {
            filters.add(new Rule(bin -> hasPlugins(bin, plugins), nodes -> Filter.on("missing plugin", nodes)));
        }
        if (!placement.constraints().isEmpty()) {
            Constraints constraints = Constraints.of(placement.constraints());
            filters.add(new Rule(
                    bin -> constraints.holdFor(bin.node()),
                    nodes -> Filter.on("scheduling constraints not satisfied", nodes)));
        }
        if (!placement.platforms().isEmpty()) {
            filters.add(new Rule(
                    bin -> runsOneOf(bin, placement.platforms()), nodes -> Filter.on("unsupported platform", nodes)));
        }
        Set<Bin.HostPort> ports = Bin.portsOf(task);
        if (!ports.isEmpty()) {
            filters.add(
                    new Rule(bin -> bin.hasFree(ports), nodes -> Filter.on("host-mode port already in use", nodes)));
        }
        if (placement.maxReplicas() > 0) {
            ServiceId service = task.serviceId();
            filters.add(new Rule(
                    bin -> bin.wantedOf(service) < placement.maxReplicas(),
                    nodes -> "max replicas per node limit exceed"));
        }
        return filters;
    }

    /** The first filter that refuses the node, absent when it may take the task. */
    static @Nullable Filter veto(List<Filter> filters, Bin bin) {
        for (Filter filter : filters) {
            if (!filter.accepts(bin)) {
                return filter;
            }
        }
        return null;
    }

    private static boolean isReady(Bin bin) {
        return bin.node().status().state() == NodeState.READY
                && bin.node().spec().availabilityOrActive() == Availability.ACTIVE;
    }

    private static List<Plugin> pluginsOf(Task task) {
        Stream<Plugin> volumes = task.spec().container().mounts().stream()
                .map(Filters::volumeDriver)
                .filter(name -> !name.isEmpty() && !name.equals("local"))
                .map(name -> new Plugin("Volume", name));
        Driver log = task.spec().logDriver();
        Stream<Plugin> logs = log == null || log.name().isEmpty() || log.name().equals("none")
                ? Stream.empty()
                : Stream.of(new Plugin("Log", log.name()));
        return Stream.concat(volumes, logs).toList();
    }

    private static String volumeDriver(Mount mount) {
        Mount.VolumeOptions options = mount.volumeOptions();
        Driver driver = options == null ? null : options.driverConfig();
        return driver != null && mount.type().equals("volume") ? driver.name() : "";
    }

    /** A node that lists no plugin of a type does not report them; that is no reason to refuse it. */
    private static boolean hasPlugins(Bin bin, List<Plugin> needed) {
        List<Plugin> present = bin.node().description().engine().plugins();
        return needed.stream()
                .allMatch(plugin ->
                        present.stream().noneMatch(other -> other.type().equals(plugin.type()))
                                || present.stream().anyMatch(other -> same(other, plugin)));
    }

    /** An installed plugin's tag {@code latest} may be left out. */
    private static boolean same(Plugin present, Plugin needed) {
        return present.type().equals(needed.type())
                && (present.name().equals(needed.name()) || present.name().equals(needed.name() + ":latest"));
    }

    private static boolean runsOneOf(Bin bin, List<Platform> platforms) {
        Platform node = bin.node().description().platform();
        return platforms.stream()
                .anyMatch(wanted -> (wanted.os().isEmpty() || wanted.os().equalsIgnoreCase(node.os()))
                        && (wanted.architecture().isEmpty()
                                || architecture(wanted).equals(architecture(node))));
    }

    private static String architecture(Platform platform) {
        String name = platform.architecture().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
