package io.priok.control.query;

import static java.util.Locale.ROOT;

import io.priok.domain.Node;
import io.priok.image.Image;
import java.util.List;
import java.util.Set;

/** Lists of nodes. */
public final class NodeQueries {
    private static final Set<String> FILTERS = Set.of("id", "name", "label", "node.label", "role", "membership");
    private static final Set<String> ROLES = Set.of("worker", "manager");
    private static final Set<String> MEMBERSHIPS = Set.of("accepted", "pending");

    private NodeQueries() {}

    /** The filter {@code label} means the engine's labels, {@code node.label} those of the node's spec. */
    public static List<Node> list(Image image, Filters filters) {
        filters.allowing(FILTERS);
        Set<String> roles = filters.words("role", ROLES);
        Set<String> memberships = filters.words("membership", MEMBERSHIPS);
        return Order.byId(image.nodes().stream()
                .filter(node -> filters.prefix("id", node.id().value())
                        && filters.prefix("name", node.hostname())
                        && filters.labels("label", node.description().engine().labels())
                        && filters.labels("node.label", node.spec().labels())
                        && (roles.isEmpty()
                                || roles.contains(
                                        node.spec().roleOrWorker().name().toLowerCase(ROOT)))
                        && (memberships.isEmpty() || memberships.contains("accepted"))));
    }
}
