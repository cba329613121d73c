package io.priok.runtime;

import io.priok.control.port.LocalSwarm;
import io.priok.control.port.LocalSwarm.TrustRoot;
import io.priok.domain.NodeId;
import io.priok.image.Image;
import io.priok.message.LocalNode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@code docker info} says of this server's place in a swarm. */
final class LocalView {
    private LocalView() {}

    /** Of a server of which nobody knows which node it is. */
    static LocalSwarm unknown(String error) {
        return new LocalSwarm(LocalSwarm.State.ERROR, null, "", false, List.of(), error, null);
    }

    /**
     * @param manager null on a worker, and when it does not run
     * @param error why it does not, empty when there is nothing wrong
     * @param addresses of managers, as far as they were told to this server; read only if this server does not know better
     */
    static LocalSwarm of(
            LocalNode is,
            @Nullable RunningManager manager,
            String error,
            Supplier<List<String>> addresses,
            @Nullable TrustRoot trust) {
        boolean serves = manager != null && manager.isMember();
        LocalSwarm.State state = manager != null || !is.manager()
                ? LocalSwarm.State.ACTIVE
                : error.isEmpty() ? LocalSwarm.State.PENDING : LocalSwarm.State.ERROR;
        return new LocalSwarm(
                state,
                is.nodeId(),
                is.advertiseAddress(),
                serves,
                manager == null || !serves
                        ? told(addresses.get())
                        : registered(manager.state().image()),
                manager == null ? error : manager.trouble().orElse(error),
                trust);
    }

    /** A worker knows where managers listen, not who they are. */
    private static List<LocalSwarm.Peer> told(List<String> addresses) {
        return addresses.stream()
                .map(address -> new LocalSwarm.Peer(new NodeId(""), address))
                .toList();
    }

    private static List<LocalSwarm.Peer> registered(Image image) {
        return Peers.of(image).stream()
                .map(peer -> new LocalSwarm.Peer(new NodeId(peer.nodeId()), Peers.management(peer)))
                .toList();
    }
}
