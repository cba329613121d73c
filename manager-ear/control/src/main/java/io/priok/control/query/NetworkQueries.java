package io.priok.control.query;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Network;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.image.Image;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Lists of the swarm-scoped networks. The engine filters its own. */
public final class NetworkQueries {
    private static final Set<String> FILTERS =
            Set.of("id", "name", "driver", "type", "scope", "label", "dangling", "idOrName");

    private NetworkQueries() {}

    public static List<Network> list(Image image, Filters filters) {
        filters.allowing(FILTERS);
        for (String type : filters.get("type")) {
            if (!type.equals("custom") && !type.equals("builtin")) {
                throw Refusal.plain(INVALID_ARGUMENT, "invalid filter: 'type'='" + type + "'");
            }
        }
        return Order.byId(image.networks().stream()
                .filter(network -> filters.part("id", network.id().value())
                        && filters.part("name", network.spec().name())
                        && filters.exact("driver", "overlay")
                        && filters.exact("scope", "swarm")
                        && filters.exact("type", "custom")
                        && filters.labels("label", network.spec().labels())
                        && filters.anyOf("dangling", word -> isTrue(word) != isUsed(image, network))));
    }

    private static boolean isTrue(String word) {
        return word.equals("true") || word.equals("1");
    }

    private static boolean isUsed(Image image, Network network) {
        return network.spec().ingress()
                || ServiceQueries.live(image).stream()
                        .flatMap(NetworkQueries::targets)
                        .anyMatch(network.id().value()::equals);
    }

    private static Stream<String> targets(Service service) {
        return Stream.concat(service.spec().networks().stream(), service.spec().taskTemplate().networks().stream())
                .map(attachment -> attachment.target());
    }
}
