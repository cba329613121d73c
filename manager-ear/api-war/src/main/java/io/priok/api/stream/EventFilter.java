package io.priok.api.stream;

import io.priok.control.event.ClusterEvent;
import io.priok.control.query.Filters;
import java.util.Set;

/** Which of the cluster's events a client wants. A filter by an object of the engine's wants none of them. */
record EventFilter(Filters filters) {
    private static final Set<String> OURS =
            Set.of("type", "event", "scope", "service", "node", "network", "secret", "config");

    boolean passes(ClusterEvent event) {
        if (!OURS.containsAll(filters.values().keySet())) {
            return false;
        }
        return filters.anyOf("type", event.type()::equals)
                && filters.anyOf("event", event.action()::equals)
                && filters.anyOf("scope", "swarm"::equals)
                && filters.values().keySet().stream()
                        .filter(name -> Set.of("service", "node", "network", "secret", "config")
                                .contains(name))
                        .allMatch(kind -> names(kind, event));
    }

    private boolean names(String kind, ClusterEvent event) {
        return event.type().equals(kind)
                && filters.anyOf(
                        kind,
                        term -> event.id().equals(term)
                                || term.equals(event.attributes().get("name"))
                                || (!term.isEmpty() && event.id().startsWith(term)));
    }
}
