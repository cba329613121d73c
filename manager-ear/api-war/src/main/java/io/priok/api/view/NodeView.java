package io.priok.api.view;

import io.priok.control.port.LocalSwarm;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A node as the API shows it. */
public record NodeView(
        NodeId id,
        Version version,
        Instant createdAt,
        Instant updatedAt,
        NodeSpec spec,
        Description description,
        Status status,
        @Nullable Manager managerStatus) {
    public record Description(
            String hostname,
            Platform platform,
            Resources resources,
            NodeDescription.Engine engine,
            @Nullable TlsInfo tlsInfo) {}

    public record Status(NodeState state, String message, String addr) {}

    /** @param leader true or absent */
    public record Manager(@Nullable Boolean leader, String reachability, String addr) {}

    public static NodeView of(Node node, @Nullable NodeId leader, LocalSwarm.@Nullable TrustRoot root) {
        NodeDescription said = node.description();
        return new NodeView(
                node.id(),
                new Version(node.version()),
                node.meta().createdAt(),
                node.meta().updatedAt(),
                node.spec(),
                new Description(said.hostname(), said.platform(), said.resources(), said.engine(), TlsInfo.of(root)),
                new Status(
                        node.status().state(),
                        node.status().message(),
                        node.status().address()),
                manager(node, leader));
    }

    private static @Nullable Manager manager(Node node, @Nullable NodeId leader) {
        ManagerEndpoint endpoint = node.manager();
        if (endpoint == null) {
            return null;
        }
        String reachability = switch (node.status().state()) {
            case READY, DISCONNECTED -> "reachable";
            case DOWN -> "unreachable";
            case UNKNOWN -> "unknown";
        };
        return new Manager(node.id().equals(leader) ? true : null, reachability, endpoint.address());
    }
}
