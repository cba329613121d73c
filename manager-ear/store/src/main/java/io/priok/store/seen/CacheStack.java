package io.priok.store.seen;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.fork.UnknownForkHandler;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FORK;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.RED;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;
import org.jspecify.annotations.Nullable;

/**
 * The JGroups channel: TCP on one fixed port, peers by list. A member that is killed is noticed at once by its closed socket
 * (FD_SOCK2), one that is frozen or cut off within 2.5 s (FD_ALL3); parts of a healed split find each other within 3 s (MERGE3).
 * Built here and not from XML so that the peer list can change while it runs.
 */
final class CacheStack implements JGroupsChannelConfigurator {
    private static final int FAILURE_DETECTION_OFFSET = 100;
    /** Milliseconds; a lone start waits this long for an answer from its peers. */
    private static final long JOIN_TIMEOUT = 1_000;
    /** Milliseconds; nobody to wait for. */
    private static final long LONE_JOIN_TIMEOUT = 200;

    /** With the two below, 2.2 to 2.4 s from the freeze to the new view; no false alarm in 90 s at a load of 10 per processor. */
    private static final int FROZEN_MILLIS = 1_600;

    private static final int HEARTBEAT_MILLIS = 300;
    /** A suspect that answers within this is not one. */
    private static final int VERIFY_MILLIS = 400;

    private final JChannel channel;
    private final TCPPING discovery;
    private final InetSocketAddress self;

    private CacheStack(JChannel channel, TCPPING discovery, InetSocketAddress self) {
        this.channel = channel;
        this.discovery = discovery;
        this.self = self;
    }

    static CacheStack create(CacheConfig config, @Nullable SSLContext tls) {
        InetSocketAddress self = new InetSocketAddress(config.bindAddress(), config.port());
        Set<InetSocketAddress> hosts = withSelf(self, config.peers());
        TCPPING discovery = new TCPPING();
        discovery.setInitialHosts(hosts);
        discovery.setPortRange(0);
        GMS membership = new GMS();
        membership.setJoinTimeout(hosts.size() == 1 ? LONE_JOIN_TIMEOUT : JOIN_TIMEOUT);
        membership.printLocalAddress(false);
        FD_SOCK2 sockets = new FD_SOCK2();
        sockets.setBindAddress(config.bindAddress());
        sockets.setOffset(FAILURE_DETECTION_OFFSET);
        sockets.setPortRange(1);
        FD_ALL3 heartbeats = new FD_ALL3();
        heartbeats.setTimeout(FROZEN_MILLIS);
        heartbeats.setInterval(HEARTBEAT_MILLIS);
        MERGE3 merge = new MERGE3();
        merge.setMinInterval(1_000);
        merge.setMaxInterval(3_000);
        VERIFY_SUSPECT2 verify = new VERIFY_SUSPECT2();
        verify.setTimeout(VERIFY_MILLIS);
        NAKACK2 broadcasts = new NAKACK2();
        broadcasts.useMcastXmit(false);
        broadcasts.setResendLastSeqno(true);
        broadcasts.setXmitInterval(200);
        UNICAST3 unicasts = new UNICAST3();
        unicasts.setXmitInterval(200);
        FRAG4 fragments = new FRAG4();
        fragments.setFragSize(60_000);
        try {
            JChannel channel = new JChannel(
                    transport(config, tls),
                    new RED(),
                    discovery,
                    merge,
                    sockets,
                    heartbeats,
                    verify,
                    broadcasts,
                    unicasts,
                    new STABLE(),
                    membership,
                    new UFC(),
                    new MFC(),
                    fragments,
                    forks());
            channel.setName(config.nodeName());
            return new CacheStack(channel, discovery, self);
        } catch (Exception e) {
            throw new IllegalStateException("cannot set up the cache cluster on " + self + ": " + e.getMessage(), e);
        }
    }

    JChannel channel() {
        return channel;
    }

    @Override
    public JChannel createChannel(String name) {
        return channel;
    }

    @Override
    public String getName() {
        return "priok";
    }

    @Override
    public String getProtocolStackString() {
        return channel.getProperties();
    }

    /** The channel is built already, so there is nothing left to configure. */
    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
        return List.of();
    }

    @Override
    public void setSocketFactory(SocketFactory factory) {
        throw new UnsupportedOperationException("sockets are set up with the stack");
    }

    @Override
    public void setDataSource(DataSource source) {
        throw new UnsupportedOperationException("no discovery by database");
    }

    /** Whom discovery and merging ask from now on. */
    void setPeers(Collection<InetSocketAddress> peers) {
        discovery.setInitialHosts(withSelf(self, peers));
    }

    /** Members start one after the other: what comes for a part that is not there yet is dropped. */
    private static FORK forks() {
        FORK forks = new FORK();
        forks.setUnknownForkHandler(new UnknownForkHandler() {
            @Override
            public @Nullable Object handleUnknownForkStack(Message message, String stack) {
                return null;
            }

            @Override
            public @Nullable Object handleUnknownForkChannel(Message message, String channel) {
                return null;
            }
        });
        return forks;
    }

    private static TCP transport(CacheConfig config, @Nullable SSLContext tls) {
        TCP tcp = new TCP();
        tcp.setBindAddress(config.bindAddress());
        tcp.setBindPort(config.port());
        tcp.setPortRange(0);
        tcp.setSockConnTimeout(300);
        // Without it small synchronous puts wait for delayed acknowledgements: 40 ms each instead of 0.4.
        tcp.tcpNodelay(true);
        // The default one, per destination, looks for work without a pause, for ever, once a member has gone with a
        // message
        // waiting for it: a whole processor on each of the others.
        tcp.setBundlerType("transfer-queue");
        tcp.disableDiagnostics();
        tcp.getThreadPool().setMinThreads(0);
        tcp.getThreadPool().setMaxThreads(100);
        if (tls != null) {
            tcp.tls(new TLS().enabled(true).setSSLContext(tls).setClientAuth(TLSClientAuth.NEED));
        }
        return tcp;
    }

    private static Set<InetSocketAddress> withSelf(InetSocketAddress self, Collection<InetSocketAddress> peers) {
        Set<InetSocketAddress> all = new LinkedHashSet<>(peers);
        all.add(self);
        return all;
    }
}
