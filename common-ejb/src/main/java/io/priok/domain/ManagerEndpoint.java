package io.priok.domain;

import io.priok.domain.spec.Copies;

/**
 * Where a manager is reached by its peers.
 *
 * @param address host and port of the management endpoint, {@code 10.0.0.1:2377}
 * @param logPort TCP port of the log's consensus
 * @param cachePort TCP port of the replicated caches
 * @param office the one that it serves in, as in {@link Node}
 */
public record ManagerEndpoint(String address, int logPort, int cachePort, long office) {
    public ManagerEndpoint {
        address = Copies.text(address);
    }
}
