package io.priok.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.ConnectionFactoryProperties;
import org.jspecify.annotations.Nullable;

/**
 * Artemis's adapter, with the brokers taken from files instead of properties. See the package for why.
 *
 * <p>Properties are set by the server before {@link #start}; after it only the watch (one timer) changes anything.
 */
public final class PriokResourceAdapter extends ActiveMQResourceAdapter {
    private static final long serialVersionUID = 1L;

    private final transient Link link = new Link();
    /** Guarded by {@code this}. */
    private final transient Map<ConnectionFactoryProperties, BrokerConnectionFactory> outgoing = new HashMap<>();

    private transient @Nullable Timer timer;
    private transient volatile @Nullable Brokers brokers;

    private String managersFile = "managers";
    private String secretFile = "broker.secret";
    private String defaultManagers = "127.0.0.1:2377";
    private Long watchPeriod = 500L;

    /** What the server's introspection calls. */
    public PriokResourceAdapter() {
        // The parent builds its own default factory from this when it starts; nothing ever connects with that one.
        setConnectorClassName("org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory");
        setUserName("priok");
        setPassword("");
        setConnectionTTL(5_000L);
        setClientFailureCheckPeriod(1_000L);
        setCallTimeout(2_000L);
    }

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        BrokerFiles watched =
                new BrokerFiles(Path.of(managersFile), Path.of(secretFile), defaultManagers, getPassword());
        try {
            adopt(watched.read());
        } catch (IOException e) {
            throw new ResourceAdapterInternalException("cannot read " + managersFile + " or " + secretFile, e);
        }
        super.start(context);
        try {
            Timer created = context.createTimer();
            created.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            watch(watched);
                        }
                    },
                    watchPeriod,
                    watchPeriod);
            timer = created;
        } catch (UnavailableException e) {
            throw new ResourceAdapterInternalException("the server has no timer for the adapter", e);
        }
    }

    @Override
    public void stop() {
        Timer running = timer;
        if (running != null) {
            running.cancel();
        }
        super.stop();
        retireOutgoing();
    }

    @Override
    public void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof QueueActivationSpec queue)) {
            throw new ResourceException("not an activation specification of this adapter: " + spec);
        }
        PatientActivation activation = new PatientActivation(this, endpoints, queue);
        getActivations().put(spec, activation);
        activation.start();
    }

    /** One look at the files and at what waits. Nothing that it meets may end the timer. */
    private void watch(BrokerFiles watched) {
        try {
            Brokers read = watched.read();
            if (!read.equals(brokers)) {
                adopt(read);
                link.changed(read);
                retireOutgoing();
                activations().forEach(PatientActivation::drop);
            }
            offerToWaiting(read);
        } catch (IOException | RuntimeException e) {
            link.refused(brokers(), e);
        }
    }

    private void offerToWaiting(Brokers read) {
        List<PatientActivation> waiting =
                activations().stream().filter(PatientActivation::isWaiting).toList();
        if (waiting.isEmpty() || link.holdsOff()) {
            return;
        }
        if (Link.accepts(read)) {
            waiting.forEach(PatientActivation::offer);
        } else {
            link.waiting(read);
        }
    }

    private List<PatientActivation> activations() {
        synchronized (getActivations()) {
            return getActivations().values().stream()
                    .map(PatientActivation.class::cast)
                    .toList();
        }
    }

    private void adopt(Brokers read) {
        setPassword(read.password());
        brokers = read;
    }

    Brokers brokers() {
        Brokers current = brokers;
        if (current == null) {
            throw new IllegalStateException("the adapter is not started");
        }
        return current;
    }

    void connected(Brokers to) {
        link.connected(to);
    }

    /** A connection died: other brokers may be up, so what waits need not wait for the timer. */
    void lost() {
        link.lost(brokers());
        offerToWaiting(brokers());
    }

    void refused(Exception why) {
        link.refused(brokers(), why);
    }

    boolean isRefused() {
        return link.isRefused();
    }

    /** For an activation, which closes it when it is torn down. */
    @Override
    public ActiveMQConnectionFactory newConnectionFactory(ConnectionFactoryProperties properties) {
        return new BrokerConnectionFactory(brokers(), patience());
    }

    /** For sends: one factory a pool, until the list of brokers changes. */
    @Override
    public synchronized ActiveMQConnectionFactory getConnectionFactory(ConnectionFactoryProperties properties) {
        return outgoing.computeIfAbsent(properties, p -> new BrokerConnectionFactory(brokers(), patience()));
    }

    /** A pool closes one connection; the factory stays for the others. */
    @Override
    public synchronized void closeConnectionFactory(ConnectionFactoryProperties properties) {}

    private void retireOutgoing() {
        List<BrokerConnectionFactory> retired;
        synchronized (this) {
            retired = List.copyOf(outgoing.values());
            outgoing.clear();
        }
        retired.forEach(BrokerConnectionFactory::retire);
    }

    private Patience patience() {
        return new Patience(getConnectionTTL(), getClientFailureCheckPeriod(), getCallTimeout());
    }

    public String getManagersFile() {
        return managersFile;
    }

    /** Where the brokers are, one {@code host:port} a line. */
    public void setManagersFile(String managersFile) {
        this.managersFile = managersFile;
    }

    public String getSecretFile() {
        return secretFile;
    }

    /** The password that goes with the managers; the property {@code password} stands in while the file is absent. */
    public void setSecretFile(String secretFile) {
        this.secretFile = secretFile;
    }

    public String getDefaultManagers() {
        return defaultManagers;
    }

    /** Brokers while the file is absent, {@code host:port} separated by commas. */
    public void setDefaultManagers(String defaultManagers) {
        this.defaultManagers = defaultManagers;
    }

    public Long getWatchPeriod() {
        return watchPeriod;
    }

    /** How often files and waiting consumers are looked at, in milliseconds. */
    public void setWatchPeriod(Long watchPeriod) {
        this.watchPeriod = watchPeriod;
    }

    /** The server keeps adapters and their pools in maps, and the parent's equality would change with the password. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
