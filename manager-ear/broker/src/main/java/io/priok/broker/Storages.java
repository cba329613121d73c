package io.priok.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
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

    /** @param lostAt present while there is no link */
    private record Storage(Link link, Optional<Long> lostAt) {}

    /** @param prefix of the queues' names */
    Storages(ActiveMQServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    /** The last link of each. */
    Stream<Link> links() {
        return byNodeId.values().stream().map(Storage::link);
    }

    boolean isThere(Link link) {
        return server.locateQueue(link.storage()) != null;
    }

    /**
     * Drops what has been without a link for too long.
     *
     * @param seen all links
     * @param kept those that are left, by node id
     * @param isForgotten node ids whose storages need not be kept at all
     */
    void keep(List<Link> seen, Map<String, Link> kept, Predicate<String> isForgotten) {
        long now = System.nanoTime();
        seen.forEach(link -> byNodeId.putIfAbsent(link.nodeId(), new Storage(link, Optional.empty())));
        byNodeId.replaceAll((nodeId, storage) -> kept.containsKey(nodeId)
                ? new Storage(kept.get(nodeId), Optional.empty())
                : new Storage(storage.link(), Optional.of(storage.lostAt().orElse(now))));
        byNodeId.entrySet()
                .removeIf(entry -> entry.getValue()
                        .lostAt()
                        .filter(lost -> isForgotten.test(entry.getKey()) || now - lost > KEEP_NANOS)
                        .filter(lost -> drop(entry.getValue().link()))
                        .isPresent());
    }

    /** True when it is gone. */
    private boolean drop(Link link) {
        try {
            detach(link);
            if (isThere(link)) {
                long dropped = server.locateQueue(link.storage()).getMessageCount();
                server.destroyQueue(link.storage(), null, false, true, true);
                if (dropped > 0) {
                    LOG.info("PRIOK2005I: {} messages for the broker at {} are dropped", dropped, link.where());
                }
            }
            return true;
        } catch (Exception e) {
            LOG.debug("{} is tried again", link.storage(), e);
            return false;
        }
    }

    /**
     * Takes away the consumers that are still known of a broker without a link. A link that is cut while it is set up can leave
     * some behind, and they would attract messages for ever.
     */
    void detach(Link link) {
        List<SimpleString> left = server.getPostOffice()
                .getAllBindings()
                .filter(binding -> binding instanceof RemoteQueueBinding remote
                        && remote.getQueue().getName().equals(link.storage()))
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

    int count() {
        return (int) server.getPostOffice()
                .getAllBindings()
                .filter(binding -> binding.getUniqueName().toString().startsWith(prefix))
                .count();
    }
}
