package io.priok.broker;

import io.priok.broker.BrokerConfig.Peer;
import io.priok.broker.BrokerStatus.PeerStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.client.ClusterTopologyListener;
import org.apache.activemq.artemis.api.core.client.TopologyMember;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.cluster.impl.ClusterConnectionImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this broker linked to the brokers of the other managers, whoever they are at the moment.
 *
 * <p>Artemis makes links when it hears of a broker, and then holds on to them: it tries a lost one for ever, keeps what was
 * meant for it, and is told of a broker again only by that broker. So this looks at the links, several times a second and when
 * one is lost, and compares them with the list:
 *
 * <ul>
 *   <li>A link that was up and is not, or over which nothing is heard, is cut: it attracts no messages any more. So is one
 *       over which the other broker's queues did not become known, see {@link Presence}.
 *   <li>A listed peer without a link is sought until it is found, see {@link Seeker}.
 *   <li>A broker that was listed and is not any more is forgotten. One that never was listed stays: it is a manager that
 *       joins, and the list lags behind.
 *   <li>What was on its way is kept for some seconds or not at all, see {@link Storages}.
 * </ul>
 */
final class Mesh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);
    private static final long LOOK_MILLIS = 250;
    /** Longer than a connection attempt with all its time-outs. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final ClusterConnection cluster;
    private final Peer self;
    private final String storagePrefix;
    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final Seeker seeker;
    private final Storages storages;
    private final Hearing hearing;
    private final Presence presence;
    private final ClusterTopologyListener lossListener = new LossListener();
    private final NoSelfLink noSelfLink;

    // All below is guarded by this.
    private Set<Peer> wanted = Set.of();
    /** Incarnations, by node id: news of them may be under way still. The last hundred are enough. */
    private final Set<String> forgotten = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > 100;
        }
    });

    /** When links that are not up yet were first seen, by node id. */
    private final Map<String, Long> starting = new HashMap<>();
    /** Links that were cut before they were up, until their bridges have stopped. */
    private final List<Link> ending = new ArrayList<>();

    /** Absent before the start and after the end. */
    private @Nullable ScheduledFuture<?> looks;

    Mesh(ActiveMQServer server, ClusterConnection cluster, BrokerConfig config) {
        this.cluster = cluster;
        this.self = new Peer(config.advertisedHost(), config.port());
        this.noSelfLink = new NoSelfLink(
                (ClusterTopologyListener) cluster, self, server.getNodeID().toString(), this::outdated);
        this.storagePrefix = server.getInternalNamingPrefix() + "sf." + cluster.getName() + ".";
        this.storages = new Storages(server, storagePrefix);
        this.hearing = new Hearing(System::nanoTime, config.silence().toMillis(), LOOK_MILLIS);
        this.presence = new Presence(server, System::nanoTime);
        this.timer = server.getScheduledPool();
        this.threads = server.getThreadPool();
        this.seeker = new Seeker(cluster, threads, config.callTimeout().toMillis(), this::found);
    }

    synchronized void start(List<Peer> peers) {
        cluster.removeClusterTopologyListener((ClusterTopologyListener) cluster);
        cluster.addClusterTopologyListener(noSelfLink);
        cluster.addClusterTopologyListener(lossListener);
        looks = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        setPeers(peers);
    }

    synchronized void setPeers(List<Peer> peers) {
        Set<Peer> others = new HashSet<>(peers);
        others.remove(self);
        Set<Peer> gone = new HashSet<>(wanted);
        gone.removeAll(others);
        wanted = Set.copyOf(others);
        seeker.only(wanted);
        Stream.concat(storages.links(), links().stream())
                .filter(link -> link.peer().filter(gone::contains).isPresent())
                .forEach(link -> forgotten.add(link.nodeId()));
        timer.execute(this::look);
    }

    /** Makes the link to a peer anew: what is sent there does not arrive, although the link looks well. */
    synchronized void renew(Peer peer) {
        links().stream()
                .filter(link -> link.peer().filter(peer::equals).isPresent())
                .forEach(this::cut);
        timer.execute(this::look);
    }

    synchronized List<PeerStatus> status() {
        return Link.statuses(wanted, links());
    }

    /** Queues for what is on its way to others. */
    int storages() {
        return storages.count();
    }

    /** Nothing that it meets may end the looks. */
    private void look() {
        try {
            lookOnce();
        } catch (RuntimeException e) {
            LOG.warn("PRIOK2003W: the links to the other managers' brokers could not be looked at", e);
        }
    }

    private synchronized void lookOnce() {
        if (looks == null) {
            return;
        }
        long now = System.nanoTime();
        List<Link> links = links();
        hearing.attend(links);
        presence.attend(links);
        Set<String> tainted = finishEnding();
        forgetDoubles(links);
        starting.keySet().retainAll(links.stream().map(Link::nodeId).collect(Collectors.toSet()));
        Map<String, Link> kept = new HashMap<>();
        for (Link link : links) {
            if (tainted.contains(link.nodeId()) || isOver(link, now)) {
                cut(link);
            } else {
                kept.put(link.nodeId(), link);
            }
        }
        storages.keep(kept, forgotten::contains);
        Set<Peer> linked =
                kept.values().stream().flatMap(link -> link.peer().stream()).collect(Collectors.toSet());
        for (Peer peer : wanted) {
            if (!linked.contains(peer)) {
                seeker.seek(peer);
            }
        }
    }

    /**
     * A bridge that was told to stop while it was set up may go on until then, and register consumers. A newer link to the same
     * incarnation could not, and would not hear of their end: it has to be made again.
     *
     * @return the node ids for which that may have happened
     */
    private Set<String> finishEnding() {
        List<Link> ended = ending.stream().filter(Link::hasStopped).toList();
        ending.removeAll(ended);
        ended.forEach(link -> storages.detach(link.storage()));
        return ended.stream().map(Link::nodeId).collect(Collectors.toSet());
    }

    /**
     * Two incarnations at one address: one of them is dead, and if a bridge to it was being made it may have reached the living one
     * under the wrong name. None is kept; the address is asked who it is.
     */
    private void forgetDoubles(List<Link> links) {
        Map<Peer, List<Link>> byPeer = links.stream()
                .filter(link -> link.peer().isPresent() && link.state() != Link.State.BROKEN)
                .collect(Collectors.groupingBy(link -> link.peer().get()));
        byPeer.forEach((peer, doubles) -> {
            if (doubles.size() > 1) {
                doubles.forEach(link -> forgotten.add(link.nodeId()));
                seeker.seek(peer);
            }
        });
    }

    private boolean isOver(Link link, long now) {
        // A queue that was dropped in the moment in which the link came back would swallow all messages.
        if (forgotten.contains(link.nodeId()) || !storages.isThere(link)) {
            return true;
        }
        return switch (link.state()) {
            case UP -> {
                starting.remove(link.nodeId());
                yield hearing.isSilent(link) || presence.isMissing(link);
            }
            case STARTING -> now - starting.computeIfAbsent(link.nodeId(), id -> now) > START_NANOS;
            case BROKEN -> true;
        };
    }

    private void cut(Link link) {
        LOG.info("PRIOK2004I: the link to the broker at {} is cut ({})", link.where(), link.state());
        cluster.removeRecord(link.nodeId());
        storages.detach(link.storage());
        if (link.state() == Link.State.STARTING) {
            ending.add(link);
        }
        // The other side of a link that is up may be frozen, and would be waited for to say goodbye.
        threads.execute(link::release);
        if (forgotten.contains(link.nodeId())) {
            strike(link.nodeId());
        }
    }

    /** Otherwise the next broker that tells of its members, this one among them, would bring it back. */
    private void strike(String nodeId) {
        ServerLocatorInternal locator =
                cluster instanceof ClusterConnectionImpl topology ? topology.getServerLocator() : null;
        if (locator != null) {
            locator.notifyNodeDown(Seeker.eventAfter(cluster, nodeId), nodeId, false);
        }
    }

    private synchronized void outdated(String nodeId) {
        forgotten.add(nodeId);
        timer.execute(() -> strike(nodeId));
    }

    private List<Link> links() {
        return Arrays.stream(cluster.getBridges())
                .flatMap(bridge -> Link.of(bridge, storagePrefix).stream())
                .toList();
    }

    private synchronized void found(String nodeId) {
        forgotten.remove(nodeId);
        timer.execute(this::look);
    }

    @Override
    public synchronized void close() {
        if (looks != null) {
            looks.cancel(false);
            looks = null;
        }
        cluster.removeClusterTopologyListener(lossListener);
        cluster.removeClusterTopologyListener(noSelfLink);
        seeker.close();
    }

    /** A bridge that fails says so to the topology first. */
    private final class LossListener implements ClusterTopologyListener {
        @Override
        public void nodeUP(TopologyMember member, boolean last) {}

        @Override
        public void nodeDown(long eventId, String nodeId) {
            timer.execute(Mesh.this::look);
        }
    }
}
