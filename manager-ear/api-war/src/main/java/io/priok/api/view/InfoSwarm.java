package io.priok.api.view;

import static java.util.Locale.ROOT;

import io.priok.control.port.LocalSwarm;
import io.priok.domain.NodeId;
import io.priok.image.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code Swarm} of {@code /info}.
 *
 * @param nodes in the whole swarm, on managers only
 */
public record InfoSwarm(
        @Nullable NodeId nodeId,
        String nodeAddr,
        String localNodeState,
        boolean controlAvailable,
        String error,
        List<Peer> remoteManagers,
        @Nullable Integer nodes,
        @Nullable Integer managers,
        @Nullable SwarmView cluster) {
    public record Peer(NodeId nodeId, String addr) {}

    public static InfoSwarm of(LocalSwarm local, Image image) {
        boolean control = local.manager() && image.cluster().isPresent();
        int managers = (int)
                image.nodes().stream().filter(node -> node.manager() != null).count();
        return new InfoSwarm(
                local.nodeId(),
                local.nodeAddress(),
                local.state().name().toLowerCase(ROOT),
                control,
                local.error(),
                local.remoteManagers().stream()
                        .map(peer -> new Peer(peer.nodeId(), peer.address()))
                        .toList(),
                control ? image.nodes().size() : null,
                control ? managers : null,
                control
                        ? image.cluster()
                                .map(cluster -> SwarmView.withoutTokens(cluster, local.certificates()))
                                .orElse(null)
                        : null);
    }
}
