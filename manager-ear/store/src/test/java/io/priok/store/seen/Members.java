package io.priok.store.seen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Members of a cache cluster on loopback, in this JVM. */
public final class Members implements AutoCloseable {
    private final int basePort;
    private final List<CacheCluster> started = new CopyOnWriteArrayList<>();

    public Members(int basePort) {
        this.basePort = basePort;
    }

    /** Member {@code number}, which knows of members 0 to {@code known - 1}. */
    public CacheCluster start(int number, int known) {
        CacheCluster cluster =
                CacheCluster.start(config(basePort, number, known), null, Members.class.getClassLoader());
        started.add(cluster);
        return cluster;
    }

    /** Member {@code number}, which knows of these. */
    public CacheCluster start(int number, List<InetSocketAddress> peers) {
        CacheConfig config = new CacheConfig(
                CacheConfig.DEFAULT_CLUSTER, "m" + number, InetAddress.getLoopbackAddress(), basePort + number, peers);
        CacheCluster cluster = CacheCluster.start(config, null, Members.class.getClassLoader());
        started.add(cluster);
        return cluster;
    }

    public static CacheConfig config(int basePort, int number, int known) {
        return new CacheConfig(
                CacheConfig.DEFAULT_CLUSTER,
                "m" + number,
                InetAddress.getLoopbackAddress(),
                basePort + number,
                endPoints(basePort, known));
    }

    public static List<InetSocketAddress> endPoints(int basePort, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new InetSocketAddress(InetAddress.getLoopbackAddress(), basePort + i))
                .toList();
    }

    @Override
    public void close() {
        started.forEach(CacheCluster::close);
        started.clear();
    }
}
