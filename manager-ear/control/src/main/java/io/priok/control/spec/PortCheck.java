package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.spec.PortConfig;
import io.priok.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Published ports against those of the other services. An ingress port excludes every other use of its number; host ports of
 * two services can share a number, since the scheduler puts them on different nodes.
 */
public final class PortCheck {
    private PortCheck() {}

    private record Port(int number, String protocol) {
        static Port of(PortConfig config) {
            return new Port(config.publishedPort(), config.protocol());
        }
    }

    /** @param self the service that is updated, whose own ports do not count; absent on creation */
    public static void check(Image image, List<PortConfig> wanted, @Nullable ServiceId self) {
        Set<Port> ingress = ports(wanted, false);
        Set<Port> host = ports(wanted, true);
        if (ingress.isEmpty() && host.isEmpty()) {
            return;
        }
        for (Service service : image.services()) {
            if (service.pendingDelete() || service.id().equals(self)) {
                continue;
            }
            List<PortConfig> used = new ArrayList<>(service.spec().publishedPorts());
            used.addAll(service.ports());
            used.forEach(port -> check(service, port, ingress, host));
        }
    }

    private static void check(Service service, PortConfig used, Set<Port> ingress, Set<Port> host) {
        if (used.publishedPort() == 0) {
            return;
        }
        Port port = Port.of(used);
        if (used.isHostMode()) {
            if (ingress.contains(port)) {
                throw inUse(service, used, "a host-published port");
            }
        } else if (ingress.contains(port) || host.contains(port)) {
            throw inUse(service, used, "an ingress port");
        }
    }

    private static Set<Port> ports(List<PortConfig> wanted, boolean hostMode) {
        return wanted.stream()
                .filter(port -> port.publishedPort() != 0 && port.isHostMode() == hostMode)
                .map(Port::of)
                .collect(Collectors.toSet());
    }

    private static Refusal inUse(Service service, PortConfig port, String how) {
        return Refusal.control(
                INVALID_ARGUMENT,
                "port '" + port.publishedPort() + "' is already in use by service '" + service.name() + "' ("
                        + service.id() + ") as " + how);
    }
}
