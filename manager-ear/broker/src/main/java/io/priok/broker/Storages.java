package io.priok.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.cluster.RemoteQueueBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of what is on its way to other brokers, one for each incarnation. Artemis keeps such a queue for ever; here it is
 * kept for some seconds after the loss of its link, for a link that comes back, and then dropped with what is in it.
 *
 * <p>Used by {@link Mesh} alone, under its lock.
 */
final class Storages {
    private static final Logger LOG = LoggerFactory.getLogger(Storages.class);
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final ActiveMQServer server;
    private final String prefix;
    private final Map<String, Storage> byNodeId = new HashMap<>();

    /**
     * @param link the last that was seen; a link that failed at once may never have been
     * @param lostAt present while there is no link
     */
    private record Storage(Optional<Link> link, Optional<Long> lostAt) {}

    /** @param prefix of the queues' names; the node id follows */
    Storages(ActiveMQServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    /** The last link of each. */
    Stream<Link> links() {
        return byNodeId.values().stream().flatMap(storage -> storage.link().stream());
    }

    boolean isThere(Link link) {
        return server.locateQueue(link.storage()) != null;
    }

    /**
     * Drops what has been without a link for too long.
     *
     * @param kept the links, by node id
     * @param isForgotten node ids whose storages need not be kept at all
     */
    void keep(Map<String, Link> kept, Predicate<String> isForgotten) {
        long now = System.nanoTime();
        Set<String> there = nodeIds();
        there.forEach(nodeId -> byNodeId.putIfAbsent(nodeId, new Storage(Optional.empty(), Optional.empty())));
        byNodeId.keySet().retainAll(there);
        byNodeId.replaceAll((nodeId, storage) -> kept.containsKey(nodeId)
                ? new Storage(Optional.of(kept.get(nodeId)), Optional.empty())
                : new Storage(storage.link(), Optional.of(storage.lostAt().orElse(now))));
        byNodeId.forEach((nodeId, storage) -> storage.lostAt()
                .filter(lost -> isForgotten.test(nodeId) || now - lost > KEEP_NANOS)
                .ifPresent(lost -> drop(nodeId, storage)));
    }

    /** What cannot be dropped now is there at the next look. */
    private void drop(String nodeId, Storage storage) {
        SimpleString name = SimpleString.of(prefix + nodeId);
        try {
            detach(name);
            Queue queue = server.locateQueue(name);
            if (queue != null) {
                long dropped = queue.getMessageCount();
                server.destroyQueue(name, null, false, true, true);
                if (dropped > 0) {
                    LOG.info(
                            "PRIOK2005I: {} messages for the broker at {} are dropped",
                            dropped,
                            storage.link().map(Link::where).orElse(nodeId));
                }
            }
        } catch (Exception e) {
            LOG.debug("{} is tried again", name, e);
        }
    }

    private Set<String> nodeIds() {
        SimpleString begin = SimpleString.of(prefix);
        return server.getPostOffice()
                .getAllBindings()
                .map(Binding::getUniqueName)
                .filter(name -> name.startsWith(begin))
                .map(name -> name.toString().substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    int count() {
        return nodeIds().size();
    }

    /**
     * Takes away the consumers that are still known of a broker without a link. A link that is cut while it is set up can leave
     * some behind, and they would attract messages for ever.
     */
    void detach(SimpleString storage) {
        List<SimpleString> left = server.getPostOffice()
                .getAllBindings()
                .filter(binding -> binding instanceof RemoteQueueBinding remote
                        && remote.getQueue().getName().equals(storage))
                .map(Binding::getUniqueName)
                .toList();
        for (SimpleString name : left) {
            try {
                server.getPostOffice().removeBinding(name, null, true);
            } catch (Exception e) {
                LOG.debug("{} is gone already", name, e);
            }
        }
    }
}
