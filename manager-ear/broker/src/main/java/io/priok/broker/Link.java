package io.priok.broker;

import io.priok.broker.BrokerConfig.Peer;
import io.priok.broker.BrokerStatus.PeerStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.cluster.Bridge;
import org.apache.activemq.artemis.core.server.cluster.impl.BridgeImpl;

/**
 * One way from this broker to another one's incarnation, as Artemis sees it at the moment of the look.
 *
 * @param bridge Artemis's object
 * @param nodeId of the incarnation: a broker that is started again has a new one
 * @param storage the queue of what is on its way
 * @param state what can be done with it
 */
record Link(BridgeImpl bridge, String nodeId, Optional<Peer> peer, SimpleString storage, long waiting, State state) {

    enum State {
        /** Not connected yet. */
        STARTING,
        UP,
        /** Was connected. It would try again for ever, towards an incarnation that may be gone. */
        BROKEN
    }

    /** Empty for a bridge that is not one of the cluster's. */
    static Optional<Link> of(Bridge bridge, String storagePrefix) {
        String name = bridge.getName().toString();
        if (!(bridge instanceof BridgeImpl running) || !name.startsWith(storagePrefix)) {
            return Optional.empty();
        }
        // When the bridge is stopped it would wait a minute, on one of the broker's few threads, for the
        // acknowledgements
        // of a dead peer.
        running.getConfiguration().setPendingAckTimeout(1);
        Queue queue = bridge.getQueue();
        TransportConfiguration[] targets = running.getServerLocator().getStaticTransportConfigurations();
        return Optional.of(new Link(
                running,
                name.substring(storagePrefix.length()),
                targets.length == 0 ? Optional.empty() : peer(targets[0]),
                queue.getName(),
                queue.getMessageCount(),
                state(running)));
    }

    private static State state(BridgeImpl bridge) {
        return switch (bridge.getState()) {
            case STARTING -> State.STARTING;
            case STARTED -> bridge.isConnected() ? State.UP : State.BROKEN;
            case STOPPING, STOPPED, PAUSING, PAUSED -> State.BROKEN;
        };
    }

    /**
     * Ends what the bridge's thread may wait for. A bridge whose connection dies while it is set up waits for ever for leave to
     * send, and holds the lock that its own failure handling needs.
     */
    void release() {
        ClientSessionFactory sessions = bridge.getSessionFactory();
        if (sessions != null) {
            sessions.cleanup();
        }
    }

    /** Of all wanted and all linked peers. */
    static List<PeerStatus> statuses(Set<Peer> wanted, List<Link> links) {
        Map<Peer, PeerStatus> statuses = new HashMap<>();
        wanted.forEach(peer -> statuses.put(peer, new PeerStatus(peer, false, 0)));
        for (Link link : links) {
            link.peer()
                    .ifPresent(peer -> statuses.merge(
                            peer,
                            new PeerStatus(peer, link.state() == State.UP, link.waiting()),
                            (one, other) ->
                                    new PeerStatus(peer, one.isUp() || other.isUp(), one.waiting() + other.waiting())));
        }
        return List.copyOf(statuses.values());
    }

    boolean hasStopped() {
        return bridge.getState() == BridgeImpl.State.STOPPED;
    }

    /** For the log. */
    String where() {
        return peer.map(known -> known.host() + ":" + known.port()).orElse(nodeId);
    }

    /** Where a connector leads. */
    static Optional<Peer> peer(TransportConfiguration connector) {
        Object host = connector.getParams().get("host");
        Object port = connector.getParams().get("port");
        if (host == null || port == null) {
            return Optional.empty();
        }
        return Optional.of(new Peer(host.toString(), Integer.parseInt(port.toString())));
    }
}
