package io.priok.core.scheduler;

import io.priok.domain.Node;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.Resources.GenericResource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node with what is left of it, kept up to date while a pass puts tasks on it. */
final class Bin {
    record HostPort(String protocol, int port) {}

    private final Node node;
    private long nanoCpus;
    private long memoryBytes;
    private final Map<String, Long> generic = new HashMap<>();
    private final Set<HostPort> hostPorts = new HashSet<>();
    private final Map<ServiceId, Integer> wantedOf = new HashMap<>();
    private int wanted;

    Bin(Node node) {
        this.node = node;
        Resources all = node.description().resources();
        this.nanoCpus = all.nanoCpus();
        this.memoryBytes = all.memoryBytes();
        amounts(all.genericResources()).forEach((kind, amount) -> generic.merge(kind, amount, Long::sum));
    }

    Node node() {
        return node;
    }

    /** Counts a task that holds resources here. One that is being stopped still does, but is no longer one of its service's. */
    void add(Task task, boolean isWanted) {
        Resources reserved = task.spec().reservations();
        nanoCpus -= reserved.nanoCpus();
        memoryBytes -= reserved.memoryBytes();
        amounts(reserved.genericResources()).forEach((kind, amount) -> generic.merge(kind, -amount, Long::sum));
        hostPorts.addAll(portsOf(task));
        if (isWanted) {
            wanted++;
            wantedOf.merge(task.serviceId(), 1, Integer::sum);
        }
    }

    boolean hasRoomFor(Resources reserved) {
        return reserved.nanoCpus() <= nanoCpus
                && reserved.memoryBytes() <= memoryBytes
                && amounts(reserved.genericResources()).entrySet().stream()
                        .allMatch(needed -> needed.getValue() <= generic.getOrDefault(needed.getKey(), 0L));
    }

    boolean hasFree(Set<HostPort> ports) {
        return ports.stream().noneMatch(hostPorts::contains);
    }

    int wantedOf(ServiceId service) {
        return wantedOf.getOrDefault(service, 0);
    }

    int wanted() {
        return wanted;
    }

    /** Ports of the host that the task needs for itself; those that the engine is to choose bind nothing. */
    static Set<HostPort> portsOf(Task task) {
        Set<HostPort> ports = new HashSet<>();
        for (PortConfig port : task.ports()) {
            if (port.isHostMode() && port.publishedPort() != 0) {
                ports.add(new HostPort(port.protocol(), port.publishedPort()));
            }
        }
        return ports;
    }

    /** Amounts by kind; a named resource counts one. */
    private static Map<String, Long> amounts(List<GenericResource> resources) {
        Map<String, Long> amounts = new HashMap<>();
        for (GenericResource resource : resources) {
            if (resource.discreteResourceSpec() != null) {
                amounts.merge(
                        resource.discreteResourceSpec().kind(),
                        resource.discreteResourceSpec().value(),
                        Long::sum);
            }
            if (resource.namedResourceSpec() != null) {
                amounts.merge(resource.namedResourceSpec().kind(), 1L, Long::sum);
            }
        }
        return amounts;
    }
}
