package io.priok.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.ConnectionFactoryProperties;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivation;
import org.jspecify.annotations.Nullable;

/**
 * Artemis's adapter, with the brokers taken from files instead of properties. See the package for why.
 *
 * <p>Properties are set by the server before {@link #start}; after it only the watch (one timer) changes anything.
 */
public final class PriokResourceAdapter extends ActiveMQResourceAdapter {
    private static final long serialVersionUID = 1L;

    private final transient Link link = new Link();
    private final transient Route route = new Route(System::nanoTime);
    private final transient Outgoing outgoing = new Outgoing(this::connectionFactory, System::nanoTime);
    /** Both are made when the server starts the adapter, after it set the properties. */
    private transient @Nullable Silence silence;

    private transient @Nullable Attachment attachment;
    private transient @Nullable Timer timer;
    private transient volatile @Nullable Brokers brokers;

    private String managersFile = "managers";
    private String secretFile = "broker.secret";
    private String defaultManagers = "127.0.0.1:2377";
    private Long watchPeriod = 250L;

    /** What the server's introspection calls. */
    public PriokResourceAdapter() {
        // The parent builds its own default factory from this when it starts; nothing ever connects with that one.
        setConnectorClassName("org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory");
        setUserName("priok");
        setPassword("");
        setConnectionTTL(1_500L);
        setClientFailureCheckPeriod(250L);
        setCallTimeout(1_400L);
    }

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        Executor background = Task.on(context.getWorkManager());
        silence = new Silence(background, System::nanoTime, getConnectionTTL() * 2 / 3, watchPeriod);
        attachment = new Attachment(
                route, silence, outgoing, link, this::activations, this::letsIn, background, System::nanoTime);
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
        outgoing.close();
    }

    @Override
    public void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof QueueActivationSpec queue)) {
            throw new ResourceException("not an activation specification of this adapter: " + spec);
        }
        PatientActivation activation = new PatientActivation(this, attachment(), endpoints, queue);
        getActivations().put(spec, activation);
        activation.start();
    }

    /** One look at the files and at the connections. Nothing that it meets may end the timer. */
    private void watch(BrokerFiles watched) {
        try {
            Brokers read = watched.read();
            if (!read.equals(brokers)) {
                adopt(read);
                link.changed(read);
            }
            attachment().tend();
        } catch (IOException | RuntimeException e) {
            link.refused(brokers(), e);
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
        Brokers before = brokers;
        setPassword(read.password());
        brokers = read;
        attachment().changed(read, before != null && before.password().equals(read.password()));
    }

    Brokers brokers() {
        return started(brokers);
    }

    private Attachment attachment() {
        return started(attachment);
    }

    private static <T> T started(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the adapter is not started");
        }
        return value;
    }

    Route route() {
        return route;
    }

    boolean isRefused() {
        return link.isRefused();
    }

    void noThread(Exception why) {
        link.refused(brokers(), why);
    }

    private boolean letsIn(BrokerAddress address) {
        try (BrokerConnectionFactory factory = connectionFactory(address)) {
            return factory.letsIn(getUserName(), getPassword());
        }
    }

    BrokerConnectionFactory connectionFactory(BrokerAddress address) {
        Patience patience = new Patience(getConnectionTTL(), getClientFailureCheckPeriod(), getCallTimeout());
        return new BrokerConnectionFactory(address, patience, started(silence), attachment()::unreachable);
    }

    /** For an activation, which closes it when it is torn down, and for the parent, which wants one and never connects. */
    @Override
    public ActiveMQConnectionFactory newConnectionFactory(ConnectionFactoryProperties properties) {
        ActiveMQActivation activation =
                properties instanceof ActivationSpec spec ? getActivations().get(spec) : null;
        Optional<BrokerAddress> broker =
                activation instanceof PatientActivation patient ? patient.broker() : Optional.empty();
        return connectionFactory(broker.orElseGet(this::current));
    }

    /** For sends: one factory a pool, until the broker is another one. */
    @Override
    public synchronized ActiveMQConnectionFactory getConnectionFactory(ConnectionFactoryProperties properties) {
        return outgoing.get(properties, current());
    }

    private BrokerAddress current() {
        return route.current().orElseGet(() -> route.candidates().get(0));
    }

    /** A pool closes one connection; the factory stays for the others. */
    @Override
    public synchronized void closeConnectionFactory(ConnectionFactoryProperties properties) {}

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
