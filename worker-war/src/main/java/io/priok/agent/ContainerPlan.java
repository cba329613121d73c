package io.priok.agent;

import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.ContainerSpec.HealthConfig;
import io.priok.domain.spec.NetworkAttachmentConfig;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.TaskSpec;
import io.priok.message.TaskAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a task into the request that creates its container, in the words of the engine's API. Members that say nothing are left
 * out, so that the engine's and the image's defaults hold. Restarting is the managers' business: the container has no policy.
 */
final class ContainerPlan {
    private static final String LABEL = "com.docker.swarm.";
    private static final Set<String> ENGINE_NETWORKS = Set.of("bridge", "host", "none");

    private ContainerPlan() {}

    static ContainerRequest request(TaskAssignment assignment) throws Unfit {
        Task task = assignment.task();
        TaskSpec spec = task.spec();
        ContainerSpec container = spec.container();
        if (container.image().isEmpty()) {
            throw new Unfit("dockerexec: image required");
        }
        if (!container.secrets().isEmpty() || !container.configs().isEmpty()) {
            throw new Unfit("secrets and configs cannot be delivered to tasks yet");
        }
        Template template = new Template(assignment, null);
        Members body = new Members();
        body.put("Image", image(task));
        body.put("Hostname", template.fill("hostname", container.hostname()));
        body.put("User", container.user());
        body.put("Env", env(container, template));
        body.put("Entrypoint", container.command());
        body.put("Cmd", container.args());
        body.put("WorkingDir", container.dir());
        body.put("Tty", container.tty());
        body.put("OpenStdin", container.openStdin());
        body.put("StopSignal", container.stopSignal());
        body.put("StopTimeout", seconds(container.stopGracePeriod()));
        body.put("Healthcheck", healthcheck(container.healthcheck()));
        body.put("Labels", labels(task));
        body.put("ExposedPorts", exposedPorts(task));
        body.put("HostConfig", hostConfig(task, container, template));
        return new ContainerRequest(task.containerName(), body.map());
    }

    /** With the tag that a name without one stands for. */
    static String image(Task task) {
        String image = task.spec().container().image();
        String name = image.substring(image.lastIndexOf('/') + 1);
        return image.contains("@") || name.contains(":") ? image : image + ":latest";
    }

    private static List<String> env(ContainerSpec container, Template template) throws Unfit {
        List<String> env = new ArrayList<>();
        for (String variable : container.env()) {
            env.add(template.fill("env", variable));
        }
        return env;
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : (duration.toMillis() + 999) / 1000;
    }

    private static @Nullable Map<String, Object> healthcheck(@Nullable HealthConfig check) {
        if (check == null) {
            return null;
        }
        Members members = new Members();
        members.put("Test", check.test());
        members.put("Interval", nanos(check.interval()));
        members.put("Timeout", nanos(check.timeout()));
        members.put("StartPeriod", nanos(check.startPeriod()));
        members.put("StartInterval", nanos(check.startInterval()));
        members.put("Retries", (long) check.retries());
        return members.map();
    }

    private static @Nullable Long nanos(@Nullable Duration duration) {
        return duration == null ? null : duration.toNanos();
    }

    private static Map<String, String> labels(Task task) {
        Map<String, String> labels = new LinkedHashMap<>(task.spec().container().labels());
        NodeId node = task.nodeId();
        labels.put(LABEL + "node.id", node == null ? "" : node.value());
        labels.put(LABEL + "service.id", task.serviceId().value());
        labels.put(LABEL + "service.name", task.serviceName());
        labels.put(LABEL + "task", "");
        labels.put(LABEL + "task.id", task.id().value());
        labels.put(LABEL + "task.name", task.containerName());
        return labels;
    }

    private static List<PortConfig> hostPorts(Task task) {
        return task.ports().stream().filter(PortConfig::isHostMode).toList();
    }

    private static String portKey(PortConfig port) {
        return port.targetPort() + "/" + port.protocol();
    }

    private static Map<String, Object> exposedPorts(Task task) {
        Map<String, Object> ports = new LinkedHashMap<>();
        hostPorts(task).forEach(port -> ports.put(portKey(port), Map.of()));
        return ports;
    }

    private static Map<String, Object> portBindings(Task task) {
        Map<String, Object> bindings = new LinkedHashMap<>();
        for (PortConfig port : hostPorts(task)) {
            Map<String, String> binding =
                    Map.of("HostPort", port.publishedPort() == 0 ? "" : Integer.toString(port.publishedPort()));
            List<Object> all = new ArrayList<>();
            if (bindings.get(portKey(port)) instanceof List<?> before) {
                all.addAll(before);
            }
            all.add(binding);
            bindings.put(portKey(port), all);
        }
        return bindings;
    }

    private static Map<String, Object> hostConfig(Task task, ContainerSpec container, Template template) throws Unfit {
        Members host = new Members();
        host.put("NetworkMode", networkMode(task.spec()));
        host.put("PortBindings", portBindings(task));
        host.put("Mounts", MountPlan.mounts(container.mounts(), template));
        host.put("GroupAdd", container.groups());
        host.put("ReadonlyRootfs", container.readOnly());
        host.put("Init", container.init());
        host.put("Isolation", container.isolation().equals("default") ? "" : container.isolation());
        host.put("Sysctls", container.sysctls());
        host.put("CapAdd", container.capabilityAdd());
        host.put("CapDrop", container.capabilityDrop());
        host.put("OomScoreAdj", container.oomScoreAdj());
        host.put("ExtraHosts", extraHosts(container.hosts()));
        host.put("SecurityOpt", SecurityPlan.options(container.privileges()));
        host.put(
                "Ulimits",
                container.ulimits().stream()
                        .map(limit -> Map.of("Name", limit.name(), "Hard", limit.hard(), "Soft", limit.soft()))
                        .toList());
        if (container.dnsConfig() != null) {
            host.put("Dns", container.dnsConfig().nameservers());
            host.put("DnsSearch", container.dnsConfig().search());
            host.put("DnsOptions", container.dnsConfig().options());
        }
        TaskSpec.Driver logs = task.spec().logDriver();
        if (logs != null) {
            host.put("LogConfig", Map.of("Type", logs.name(), "Config", logs.options()));
        }
        Resources limits = task.spec().limits();
        host.put("NanoCpus", limits.nanoCpus());
        host.put("Memory", limits.memoryBytes());
        host.put("PidsLimit", limits.pids());
        return host.map();
    }

    /** Overlay networks have no data path on the nodes yet; the engine's own three do. */
    private static String networkMode(TaskSpec spec) throws Unfit {
        String mode = "default";
        for (NetworkAttachmentConfig network : spec.networks()) {
            if (!ENGINE_NETWORKS.contains(network.target())) {
                throw new Unfit("network " + network.target() + ": tasks cannot be attached to overlay networks yet");
            }
            mode = network.target();
        }
        return mode;
    }

    /** From {@code IP NAME…} to {@code NAME:IP}; further names are not taken, as in Swarm. */
    private static List<String> extraHosts(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 1)
                .map(words -> words[1] + ":" + words[0])
                .toList();
    }
}
