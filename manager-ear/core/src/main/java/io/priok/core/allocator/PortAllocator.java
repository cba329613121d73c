package io.priok.core.allocator;

import io.priok.core.draft.Draft;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.spec.PortConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives numbers to ports published through the ingress of which the user left the choice.
 *
 * <p>Goal: each (protocol, port) belongs to one service; a service keeps its numbers across updates. A service that is being
 * removed holds none. When a user's own number is already another service's (the API refuses that, but two requests may race),
 * the older holder keeps it and the port of the other stays 0, unpublished, until it is free.
 */
public final class PortAllocator {
    static final int FIRST = 30000;
    static final int LAST = 32767;

    private final Draft draft;
    private final Map<String, Set<Integer>> taken = new HashMap<>();

    public PortAllocator(Draft draft) {
        this.draft = draft;
    }

    public void allocate() {
        List<Service> publishing = draft.services().stream()
                .filter(service -> !service.pendingDelete())
                .filter(service -> !service.ports().isEmpty()
                        || !service.spec().publishedPorts().isEmpty())
                .sorted(Comparator.comparing((Service service) -> service.meta().createdAt())
                        .thenComparing(service -> service.id().value()))
                .toList();
        Map<ServiceId, List<PortConfig>> kept = new HashMap<>();
        publishing.forEach(service -> kept.put(service.id(), keepHeld(service)));
        publishing.forEach(service -> chooseMissing(service, kept.getOrDefault(service.id(), List.of())));
    }

    /** First what services hold already, so that no newcomer takes it. */
    private List<PortConfig> keepHeld(Service service) {
        List<PortConfig> held = new ArrayList<>(service.ports());
        List<PortConfig> ports = new ArrayList<>();
        for (PortConfig wanted : service.spec().publishedPorts()) {
            int number = held.stream()
                    .filter(port -> port.publishedPort() != 0 && fits(wanted, port))
                    .findFirst()
                    .map(port -> {
                        held.remove(port);
                        return port.publishedPort();
                    })
                    .orElse(0);
            ports.add(wanted.withPublishedPort(wanted.isHostMode() ? wanted.publishedPort() : claim(wanted, number)));
        }
        return ports;
    }

    private void chooseMissing(Service service, List<PortConfig> kept) {
        List<PortConfig> ports = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            PortConfig port = kept.get(i);
            if (port.isHostMode() || port.publishedPort() != 0) {
                ports.add(port);
            } else {
                int wanted = service.spec().publishedPorts().get(i).publishedPort();
                ports.add(port.withPublishedPort(wanted == 0 ? free(port) : claim(port, wanted)));
            }
        }
        if (!ports.equals(service.ports())) {
            draft.put(service.withPorts(ports));
        }
    }

    private static boolean fits(PortConfig wanted, PortConfig held) {
        return wanted.withPublishedPort(held.publishedPort()).equals(held)
                && (wanted.publishedPort() == 0 || wanted.publishedPort() == held.publishedPort());
    }

    private int claim(PortConfig port, int number) {
        return number != 0 && taken(port).add(number) ? number : 0;
    }

    private int free(PortConfig port) {
        for (int number = FIRST; number <= LAST; number++) {
            if (taken(port).add(number)) {
                return number;
            }
        }
        return 0;
    }

    private Set<Integer> taken(PortConfig port) {
        return taken.computeIfAbsent(port.protocol(), any -> new HashSet<>());
    }
}
