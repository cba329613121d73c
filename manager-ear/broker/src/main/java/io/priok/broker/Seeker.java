package io.priok.broker;

import io.priok.broker.BrokerConfig.Peer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Pair;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.core.client.impl.TopologyMemberImpl;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which incarnation of a broker listens at a peer's address, and tells the cluster connection of it, which makes a link
 * and announces this broker over it. Whoever cannot be reached is asked again, at first soon, then once a second.
 *
 * <p>The answer is dated with the present: an incarnation that was lost and is alive after all counts as deleted otherwise.
 */
final class Seeker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Seeker.class);
    private static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClusterConnection cluster;
    private final Executor threads;
    private final long timeoutMillis;
    private final Consumer<String> found;
    /** Guarded by this. */
    private final Map<Peer, Search> searches = new HashMap<>();

    private boolean closed;

    /** @param notBefore in nanoseconds of the system's clock */
    private record Search(boolean isUnderWay, long notBefore, long delay) {}

    /** @param found is given the node ids of incarnations that were found, on any thread */
    Seeker(ClusterConnection cluster, Executor threads, long timeoutMillis, Consumer<String> found) {
        this.cluster = cluster;
        this.threads = threads;
        this.timeoutMillis = timeoutMillis;
        this.found = found;
    }

    /** Forgets what it knows of other peers. */
    synchronized void only(Set<Peer> peers) {
        searches.keySet().retainAll(peers);
    }

    /** Seeks, unless that is under way or was tried a moment ago. */
    synchronized void seek(Peer peer) {
        long now = System.nanoTime();
        Search last = searches.getOrDefault(peer, new Search(false, now, FIRST_DELAY_NANOS));
        if (closed || last.isUnderWay() || now < last.notBefore()) {
            return;
        }
        searches.put(peer, new Search(true, now, last.delay()));
        try {
            threads.execute(() -> search(peer));
        } catch (RejectedExecutionException stopping) {
            searches.remove(peer);
        }
    }

    private void search(Peer peer) {
        boolean success = false;
        try {
            Optional<TopologyMemberImpl> member = ask(peer);
            member.ifPresent(this::announce);
            success = member.isPresent();
            if (!success) {
                LOG.debug("What listens at {} does not say that it is that broker", peer);
            }
        } catch (Exception e) {
            LOG.debug("The broker at {} cannot be reached", peer, e);
        } finally {
            ended(peer, success);
        }
    }

    private synchronized void ended(Peer peer, boolean success) {
        searches.computeIfPresent(peer, (p, search) -> {
            long delay = success ? FIRST_DELAY_NANOS : Math.min(MAX_DELAY_NANOS, 2 * search.delay());
            return new Search(false, System.nanoTime() + search.delay(), delay);
        });
    }

    /** Every broker tells whoever connects of all that it knows, itself included. */
    private Optional<TopologyMemberImpl> ask(Peer peer) throws Exception {
        try (ServerLocator locator =
                ActiveMQClient.createServerLocatorWithHA(Settings.connector("peer", peer.host(), peer.port()))) {
            locator.setInitialConnectAttempts(1)
                    .setReconnectAttempts(0)
                    .setCallTimeout(timeoutMillis)
                    .setConnectionTTL(timeoutMillis);
            try (ClientSessionFactoryInternal factory = (ClientSessionFactoryInternal) locator.createSessionFactory()) {
                factory.waitForTopology(timeoutMillis, TimeUnit.MILLISECONDS);
                return ((ServerLocatorInternal) locator)
                        .getTopology().getMembers().stream()
                                .filter(member -> member.getPrimary() != null
                                        && Link.peer(member.getPrimary())
                                                .filter(peer::equals)
                                                .isPresent())
                                .max((one, other) -> Long.compare(one.getUniqueEventID(), other.getUniqueEventID()));
            }
        }
    }

    private void announce(TopologyMemberImpl member) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        found.accept(member.getNodeId());
        cluster.nodeAnnounced(
                eventAfter(cluster, member.getNodeId()),
                member.getNodeId(),
                null,
                null,
                new Pair<>(member.getPrimary(), null),
                false);
    }

    /** A number for news that is newer than what is known; others number theirs by their own clocks. */
    static long eventAfter(ClusterConnection cluster, String nodeId) {
        TopologyMemberImpl known = cluster.getTopology().getMember(nodeId);
        return Math.max(System.currentTimeMillis(), known == null ? 0 : known.getUniqueEventID() + 1);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
