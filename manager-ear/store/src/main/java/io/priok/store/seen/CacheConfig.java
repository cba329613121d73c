package io.priok.store.seen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * How a manager takes part in the cache cluster.
 *
 * @param cluster only caches of the same name meet
 * @param nodeName shown in logs; the node's id or host name
 * @param bindAddress also the address that peers are told, so never the wildcard
 * @param port 7946 unless an operator chose another; failure detection takes {@code port + 100} as well
 * @param peers the cache end points of all managers last known, kept on disk by the caller; this one may be among them. Empty
 *     for a manager that is alone. One that forgets its peers forms a cluster of its own until it is merged.
 */
public record CacheConfig(
        String cluster, String nodeName, InetAddress bindAddress, int port, List<InetSocketAddress> peers) {
    public static final int DEFAULT_PORT = 7946;
    public static final String DEFAULT_CLUSTER = "priok";

    public CacheConfig {
        peers = List.copyOf(peers);
    }
}
