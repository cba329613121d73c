package io.priok.broker;

import io.priok.broker.BrokerConfig.Peer;
import java.util.List;

/**
 * One broker at one moment.
 *
 * @param connections over TCP of those who know the secret, which are agents; one agent has several
 * @param joining nodes that are connected to ask for admission
 * @param deadLetters messages that could not be handled
 * @param expired messages that nobody fetched in time
 * @param peers those that it was told of, and newcomers, in no order
 */
public record BrokerStatus(int connections, int joining, long deadLetters, long expired, List<PeerStatus> peers) {
    public BrokerStatus {
        peers = List.copyOf(peers);
    }

    /**
     * @param isUp true if messages get there
     * @param waiting messages on their way there
     */
    public record PeerStatus(Peer peer, boolean isUp, long waiting) {}
}
