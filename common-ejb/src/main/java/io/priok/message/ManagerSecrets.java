package io.priok.message;

import io.priok.domain.spec.Copies;
import java.util.List;

/**
 * What a manager has and a worker has not.
 *
 * @param stateKey the key under which the swarm's state lies on disk, in hexadecimal digits
 * @param rootKey the private key of the swarm's root certificate, PEM
 * @param incarnation of the swarm, as in {@link LocalNode}
 * @param peers the managers that are there
 */
public record ManagerSecrets(String stateKey, String rootKey, long incarnation, List<Peer> peers) {
    public ManagerSecrets {
        stateKey = Copies.text(stateKey);
        rootKey = Copies.text(rootKey);
        peers = Copies.list(peers);
    }

    /** Where a manager is: its address and the ports of its broker, log and caches. */
    public record Peer(String nodeId, String host, int managementPort, int logPort, int cachePort) {
        public Peer {
            nodeId = Copies.text(nodeId);
            host = Copies.text(host);
        }
    }

    @Override
    public String toString() {
        return "ManagerSecrets[hidden]";
    }
}
