package io.priok.domain;

import io.priok.domain.spec.Copies;

/**
 * Where a manager is reached by its peers.
 *
 * @param address host and port of the management endpoint, {@code 10.0.0.1:2377}
 * @param logPort TCP port of the log's consensus
 * @param cachePort TCP port of the replicated caches
 */
public record ManagerEndpoint(String address, int logPort, int cachePort) {
    public ManagerEndpoint {
        address = Copies.text(address);
    }
}
