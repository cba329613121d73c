package io.priok.runtime;

import io.priok.broker.BrokerConfig;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.image.Image;
import io.priok.log.LogMember;
import io.priok.message.ManagerSecrets.Peer;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The registered managers in the words of those who need to reach them. */
final class Peers {
    private Peers() {}

    /** All managers in the state, ordered by id. */
    static List<Peer> of(Image image) {
        return image.nodes().stream()
                .sorted(Comparator.comparing(node -> node.id().value()))
                .flatMap(node -> of(node).stream())
                .toList();
    }

    static List<Peer> others(List<Peer> peers, NodeId self) {
        return peers.stream()
                .filter(peer -> !peer.nodeId().equals(self.value()))
                .toList();
    }

    static Optional<Peer> of(Node node) {
        return Optional.ofNullable(node.manager()).map(endpoint -> of(node.id(), endpoint));
    }

    static Peer of(NodeId id, ManagerEndpoint endpoint) {
        int colon = endpoint.address().lastIndexOf(':');
        return new Peer(
                id.value(),
                endpoint.address().substring(0, colon),
                Integer.parseInt(endpoint.address().substring(colon + 1)),
                endpoint.logPort(),
                endpoint.cachePort());
    }

    /** Management endpoints, the given manager's own first: an agent prefers the broker of its own host. */
    static List<String> management(List<Peer> peers, NodeId first) {
        Stream<Peer> own = peers.stream().filter(peer -> peer.nodeId().equals(first.value()));
        return Stream.concat(own, others(peers, first).stream())
                .map(Peers::management)
                .toList();
    }

    static String management(Peer peer) {
        return peer.host() + ":" + peer.managementPort();
    }

    static LogMember logMember(Peer peer) {
        return new LogMember(peer.nodeId(), peer.host(), peer.logPort());
    }

    static InetSocketAddress cache(Peer peer) {
        return Addresses.endpoint(peer.host(), peer.cachePort());
    }

    static BrokerConfig.Peer broker(Peer peer) {
        return new BrokerConfig.Peer(peer.host(), peer.managementPort());
    }
}
