package io.priok.domain;

import io.priok.domain.spec.Copies;

/**
 * Where a manager is reached by its peers.
 *
 * @param address host and port of the management endpoint, {@code 10.0.0.1:2377}
 * @param logPort TCP port of the log's consensus
 * @param cachePort TCP port of the replicated caches
 * @param office the one that it serves in, as in {@link Node}
 * @param format the newest format of the state that it reads and writes; absent, as before there were formats, it is the first
 */
public record ManagerEndpoint(String address, int logPort, int cachePort, long office, int format) {
    public ManagerEndpoint {
        address = Copies.text(address);
        format = Math.max(1, format);
    }
}
