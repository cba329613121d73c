package io.priok.broker;

import java.util.ArrayList;
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
    private static final String SELF = "self";
    private static final long SHELF_SIZE = 1_000;
    private static final long QUEUE_IDLE_MILLIS = 60_000;
    private static final int NETWORK_THREADS = 2;

    private Settings() {}

    static Configuration of(BrokerConfig config, int vmId) throws Exception {
        Configuration artemis = new ConfigurationImpl()
                .setName(config.name())
                .setPersistenceEnabled(false)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .setClusterUser(BrokerConfig.USER + ".cluster")
                .setClusterPassword(config.secret())
                .setConnectionTtlCheckInterval(
                        Math.max(100, config.connectionTtl().toMillis() / 5))
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
                .setMaxSizeBytes(config.maxMemoryBytes())
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
        // Not the broker-wide override: that would end the connection inside this process, which sends no signs of
        // life.
        parameters.put("connectionTtl", config.connectionTtl().toMillis());
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, "tcp");
    }

    /** Always a cluster, even of one: that is how another manager can join without a restart. */
    private static void addCluster(Configuration artemis, BrokerConfig config) {
        List<String> members = new ArrayList<>();
        artemis.addConnectorConfiguration(SELF, connector(SELF, config.advertisedHost(), config.port()));
        members.add(SELF);
        for (BrokerConfig.Peer peer : config.peers()) {
            String name = "peer-" + members.size();
            artemis.addConnectorConfiguration(name, connector(name, peer.host(), peer.port()));
            members.add(name);
        }
        artemis.addClusterConfiguration(new ClusterConnectionConfiguration()
                .setName("managers")
                .setAddress("priok")
                .setConnectorName(SELF)
                .setStaticConnectors(members)
                .setMessageLoadBalancingType(MessageLoadBalancingType.ON_DEMAND)
                .setMaxHops(1)
                .setRetryInterval(250)
                .setMaxRetryInterval(1_000)
                .setConnectionTTL(config.connectionTtl().toMillis())
                .setClientFailureCheckPeriod(
                        Math.max(100, config.connectionTtl().toMillis() / 5))
                .setCallTimeout(config.connectionTtl().toMillis()));
    }

    private static TransportConfiguration connector(String name, String host, int port) {
        return new TransportConfiguration(NettyConnectorFactory.class.getName(), endpoint(host, port), name);
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
