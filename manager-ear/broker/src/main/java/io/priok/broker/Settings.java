package io.priok.broker;

import io.priok.message.Queues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Our settings in Artemis's words. */
final class Settings {
    static final String CLUSTER = "managers";
    /** Beginnings of names: all our queues, but for those that belong to the broker where they are. */
    private static final String CLUSTERED = String.join(
            ",", "priok", "!" + Queues.LOCAL, "!" + EmbeddedBroker.DEAD_LETTERS, "!" + EmbeddedBroker.EXPIRED);

    private static final String SELF = "self";
    /** A lost link is cut before it tries again; this is for the first connection. */
    private static final long RETRY_MILLIS = 250;

    private static final int CONNECT_MILLIS = 500;
    private static final int HANDSHAKE_SECONDS = 3;
    private static final long SHELF_SIZE = 1_000;
    private static final long QUEUE_IDLE_MILLIS = 60_000;
    private static final int NETWORK_THREADS = 2;

    private Settings() {}

    /** False for what Artemis uses itself. */
    static boolean isOurs(String queue) {
        return queue.startsWith("priok.");
    }

    static Configuration of(BrokerConfig config, JoinLimits limits, int vmId) throws Exception {
        Configuration artemis = new ConfigurationImpl()
                .setName(config.name())
                .setPersistenceEnabled(false)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .setClusterUser(BrokerConfig.USER + ".cluster")
                .setClusterPassword(config.secret())
                .setConnectionTtlCheckInterval(checkMillis(config))
                .setMessageExpiryScanPeriod(Math.max(100, config.expiry().toMillis() / 4))
                .setAddressQueueScanPeriod(QUEUE_IDLE_MILLIS / 2)
                .setGlobalMaxSize(config.maxMemoryBytes())
                .setThreadPoolMaxSize(16)
                .setScheduledThreadPoolMaxSize(2)
                .setResolveProtocols(false);
        artemis.addAcceptorConfiguration(new TransportConfiguration(
                InVMAcceptorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, vmId), "vm"));
        if (config.port() != 0) {
            artemis.addAcceptorConfiguration(acceptor(config));
            addCluster(artemis, config);
        }
        artemis.addAddressSetting("priok.#", queues(config));
        artemis.addAddressSetting(
                Queues.JOIN + ".#",
                queues(config)
                        .setMaxSizeBytes(limits.queueBytes())
                        .setExpiryDelay(limits.lifetime().toMillis()));
        // There from the start: the account of those who join may not create it, and may come before anybody consumes.
        artemis.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(Queues.JOIN)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(Queues.JOIN)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(false)
                        .setAutoDelete(false)));
        artemis.addAddressSetting(
                artemis.getInternalNamingPrefix() + "#",
                new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                        .setMaxSizeBytes(config.maxMemoryBytes() / 4));
        addShelf(artemis, EmbeddedBroker.DEAD_LETTERS);
        addShelf(artemis, EmbeddedBroker.EXPIRED);
        return artemis;
    }

    /** Messages put aside stay on the broker where that happened, until newer ones push them out. */
    private static void addShelf(Configuration artemis, String queue) {
        artemis.addAddressSetting(
                queue,
                new AddressSettings()
                        .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                        .setMaxDeliveryAttempts(-1)
                        .setNoExpiry(true)
                        .setRedistributionDelay(-1)
                        .setAutoDeleteQueues(false)
                        .setAutoDeleteAddresses(false));
        artemis.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(queue)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(queue)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setRingSize(SHELF_SIZE)
                        .setAutoDelete(false)));
    }

    private static AddressSettings queues(BrokerConfig config) {
        BrokerConfig.Redelivery redelivery = config.redelivery();
        return new AddressSettings()
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                // Not all of it: the queue of an agent that hangs must leave room for the others'.
                .setMaxSizeBytes(config.maxMemoryBytes() / 4)
                .setDeadLetterAddress(SimpleString.of(EmbeddedBroker.DEAD_LETTERS))
                .setMaxDeliveryAttempts(redelivery.attempts())
                .setRedeliveryDelay(redelivery.delay().toMillis())
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(redelivery.maxDelay().toMillis())
                .setExpiryAddress(SimpleString.of(EmbeddedBroker.EXPIRED))
                .setExpiryDelay(config.expiry().toMillis())
                .setRedistributionDelay(0)
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteQueues(true)
                .setAutoDeleteQueuesDelay(QUEUE_IDLE_MILLIS)
                .setAutoDeleteQueuesMessageCount(0)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteAddressesDelay(QUEUE_IDLE_MILLIS);
    }

    private static TransportConfiguration acceptor(BrokerConfig config) {
        Map<String, Object> parameters = endpoint(config.bindHost(), config.port());
        parameters.put("protocols", "CORE");
        parameters.put("handshake-timeout", HANDSHAKE_SECONDS);
        // Not the broker-wide override: that would end the connection inside this process, which sends no signs of
        // life.
        parameters.put("connectionTtl", config.connectionTtl().toMillis());
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, "tcp");
    }

    /**
     * Always a cluster, even of one: that is how another manager can join without a restart. It knows nobody but itself: {@link
     * Mesh} finds the others.
     */
    private static void addCluster(Configuration artemis, BrokerConfig config) {
        artemis.addConnectorConfiguration(SELF, connector(SELF, config.advertisedHost(), config.port()));
        artemis.addClusterConfiguration(new ClusterConnectionConfiguration()
                .setName(CLUSTER)
                .setAddress(CLUSTERED)
                .setConnectorName(SELF)
                .setStaticConnectors(List.of(SELF))
                .setMessageLoadBalancingType(MessageLoadBalancingType.ON_DEMAND)
                .setMaxHops(1)
                // News of a broker may be old. Whoever cannot be reached at once is sought by name again.
                .setInitialConnectAttempts(0)
                .setRetryInterval(RETRY_MILLIS)
                .setMaxRetryInterval(RETRY_MILLIS)
                .setConnectionTTL(config.connectionTtl().toMillis())
                .setClientFailureCheckPeriod(checkMillis(config))
                .setCallTimeout(config.callTimeout().toMillis())
                .setCallFailoverTimeout(config.callTimeout().toMillis()));
    }

    private static long checkMillis(BrokerConfig config) {
        return Math.max(50, config.connectionTtl().toMillis() / 6);
    }

    static TransportConfiguration connector(String name, String host, int port) {
        Map<String, Object> parameters = endpoint(host, port);
        parameters.put("connect-timeout-millis", CONNECT_MILLIS);
        return new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters, name);
    }

    private static Map<String, Object> endpoint(String host, int port) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("host", host);
        parameters.put("port", port);
        parameters.put("remotingThreads", NETWORK_THREADS);
        parameters.put("useEpoll", false);
        return parameters;
    }
}
