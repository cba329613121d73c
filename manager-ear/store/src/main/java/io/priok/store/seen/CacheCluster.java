package io.priok.store.seen;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.infinispan.Cache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.lock.configuration.ClusteredLockManagerConfigurationBuilder;
import org.infinispan.lock.configuration.Reliability;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.annotation.ViewChanged;
import org.infinispan.notifications.cachemanagerlistener.event.ViewChangedEvent;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jspecify.annotations.Nullable;

/** This manager's membership in the cluster of caches. Nothing in it is on disk. */
public final class CacheCluster implements AutoCloseable {
    private static final String NAME = "priok";

    private final CacheStack stack;
    private final EmbeddedCacheManager manager;
    private final Hearsay hearsay;
    private final List<Runnable> viewListeners = new CopyOnWriteArrayList<>();

    private CacheCluster(CacheStack stack, EmbeddedCacheManager manager) {
        this.stack = stack;
        this.manager = manager;
        this.hearsay = new Hearsay(stack.channel());
    }

    /**
     * Joins the members that answer, or begins alone when none does. Takes 1 to 3 s; blocks, so not for a thread that deploys
     * an application.
     *
     * @param tls for links between managers, both sides with certificates; absent means in the clear
     * @param classes sees Infinispan and this class: in an application server the application's class loader
     * @throws IllegalStateException when the port cannot be bound
     */
    public static CacheCluster start(CacheConfig config, @Nullable SSLContext tls, ClassLoader classes) {
        CacheStack stack = CacheStack.create(config, tls);
        EmbeddedCacheManager manager = null;
        try {
            manager = new DefaultCacheManager(global(config, stack, classes).build(), false);
            CacheCluster cluster = new CacheCluster(stack, manager);
            manager.start();
            cluster.hearsay.begin();
            manager.addListener(cluster.new Views());
            return cluster;
        } catch (RuntimeException e) {
            if (manager != null) {
                manager.stop();
            }
            stack.channel().close();
            throw new IllegalStateException(
                    "cannot join the cache cluster on port " + config.port() + ": " + e.getMessage(), e);
        }
    }

    /** For the leader's lock. */
    public EmbeddedCacheManager manager() {
        return manager;
    }

    /** Names of the members in view, this one among them. */
    public List<String> members() {
        return manager.getMembers() == null
                ? List.of()
                : manager.getMembers().stream().map(Object::toString).toList();
    }

    /** Tells whom to look for when members have come or gone; takes effect with the next search, within 3 s. */
    public void setPeers(Collection<InetSocketAddress> peers) {
        stack.setPeers(peers);
    }

    /** Calls back after members came or went, on a thread of the transport: do not block in it. */
    public void onView(Runnable listener) {
        viewListeners.add(listener);
    }

    @Override
    public void close() {
        hearsay.close();
        manager.stop();
        stack.channel().close();
    }

    /** What does not wait for a cache. */
    Hearsay hearsay() {
        return hearsay;
    }

    /**
     * A cache on every member. Writable on both sides of a split: what it carries only ever advances, so the sides merge without
     * conflict, while a side that refused reports would lose them (see the ADR on seen state). Its writes are synchronous,
     * because asynchronous ones are lost while members come and go; callers use the futures and do not wait.
     */
    <V> Cache<String, V> replicated(String name, EntryMergePolicy<String, V> merging) {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.clustering().cacheMode(CacheMode.REPL_SYNC);
        cache.clustering().remoteTimeout(5_000);
        cache.clustering()
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(merging);
        cache.clustering().stateTransfer().awaitInitialTransfer(false);
        cache.encoding().mediaType(MediaType.APPLICATION_OBJECT);
        manager.defineConfiguration(name, cache.build());
        return manager.getCache(name);
    }

    private static GlobalConfigurationBuilder global(CacheConfig config, CacheStack stack, ClassLoader classes) {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
        global.classLoader(classes).cacheManagerName(NAME);
        global.transport()
                .transport(new JGroupsTransport())
                .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, stack)
                .clusterName(config.cluster())
                .nodeName(config.nodeName())
                .distributedSyncTimeout(5_000);
        global.jmx().disable();
        global.metrics().gauges(false).histograms(false);
        global.globalState().disable();
        // The application closes it; a hook would outlive the application in its server.
        global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        // The lock must not be lost with a majority of the members: the log decides who may ask for it, see LeaderLock.
        global.addModule(ClusteredLockManagerConfigurationBuilder.class).reliability(Reliability.AVAILABLE);
        return global;
    }

    /** Infinispan's reflection wants a public class. */
    @Listener
    public final class Views {
        @ViewChanged
        @Merged
        public @Nullable CompletionStage<Void> changed(ViewChangedEvent event) {
            viewListeners.forEach(Runnable::run);
            return null;
        }
    }
}
