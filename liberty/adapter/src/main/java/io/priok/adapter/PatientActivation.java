package io.priok.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivation;
import org.jspecify.annotations.Nullable;

/**
 * One bean's consumer. It is waiting, connected or stopped; {@link PriokResourceAdapter} offers a waiting one a chance whenever
 * a broker accepts connections. Unlike its parent it never sleeps on a thread and never reports the same trouble twice.
 */
final class PatientActivation extends ActiveMQActivation {
    private enum State {
        WAITING,
        CONNECTED,
        STOPPED
    }

    private final PriokResourceAdapter adapter;
    private final Attachment attachment;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Changed under the lock of {@code this}, as are set-up and tear-down; the adapter is never called under it. */
    private volatile State state = State.STOPPED;

    private volatile @Nullable BrokerAddress broker;

    PatientActivation(
            PriokResourceAdapter adapter,
            Attachment attachment,
            MessageEndpointFactory endpoints,
            QueueActivationSpec spec)
            throws ResourceException {
        super(adapter, endpoints, spec);
        this.adapter = adapter;
        this.attachment = attachment;
    }

    @Override
    public synchronized void start() {
        state = State.WAITING;
    }

    @Override
    public synchronized void stop() {
        state = State.STOPPED;
        super.stop();
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** True while its connection leads there. */
    boolean isAt(BrokerAddress address) {
        return state == State.CONNECTED && address.equals(broker);
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Sets up on a thread of the server, unless that is under way already. */
    void offer() {
        if (busy.compareAndSet(false, true)) {
            inBackground(this::connect);
        }
    }

    /** Tears down and goes back to waiting, on a thread of the server. */
    void drop() {
        inBackground(() -> tearDownIfConnected(false));
    }

    /** Tears down and sets up again, on a thread of the server, unless something is under way already. */
    void move() {
        if (busy.compareAndSet(false, true)) {
            inBackground(() -> {
                tearDownIfConnected(false);
                connect();
            });
        }
    }

    private void connect() {
        Brokers before = adapter.brokers();
        Optional<BrokerAddress> target = adapter.route().current();
        try {
            if (target.isPresent() && setUpIfWaiting(target.get())) {
                if (before.password().equals(adapter.brokers().password())
                        && adapter.route().isCurrent(target.get())) {
                    attachment.connected(target.get());
                } else {
                    tearDownIfConnected(false);
                }
            }
        } catch (Exception e) {
            // An old password says nothing of the broker.
            if (before.password().equals(adapter.brokers().password())) {
                attachment.failed(target.orElseThrow(), e);
            }
        } finally {
            busy.set(false);
        }
    }

    private synchronized boolean setUpIfWaiting(BrokerAddress target) throws Exception {
        if (state != State.WAITING) {
            return false;
        }
        broker = target;
        try {
            setup();
        } catch (Exception e) {
            teardown(false);
            throw e;
        }
        state = State.CONNECTED;
        return true;
    }

    /** Where it is, or is just being set up. */
    Optional<BrokerAddress> broker() {
        return Optional.ofNullable(broker);
    }

    /** Called by the parent's handlers, too, when a session cannot be used any more. */
    @Override
    public void reconnect(@Nullable Throwable failure, boolean useInterrupt) {
        BrokerAddress lost = broker;
        if (tearDownIfConnected(useInterrupt) && lost != null) {
            attachment.lost(lost);
        }
    }

    private synchronized boolean tearDownIfConnected(boolean useInterrupt) {
        if (state != State.CONNECTED) {
            return false;
        }
        teardown(useInterrupt);
        state = State.WAITING;
        return true;
    }

    /** The parent learns of a dead connection only while it handles a message, so this listens for it. */
    @Override
    protected ClientSession setupSession(ClientSessionFactory factory) throws Exception {
        ClientSession session = super.setupSession(factory);
        BrokerAddress connectedTo = Objects.requireNonNull(broker);
        session.addFailureListener(new SessionFailureListener() {
            @Override
            public void connectionFailed(ActiveMQException exception, boolean failedOver) {
                attachment.lost(connectedTo);
                drop();
            }

            @Override
            public void connectionFailed(ActiveMQException exception, boolean failedOver, String scaleDownTarget) {
                connectionFailed(exception, failedOver);
            }

            @Override
            public void beforeReconnect(ActiveMQException exception) {}
        });
        return session;
    }

    private void inBackground(Runnable task) {
        try {
            Task.schedule(getWorkManager(), task);
        } catch (WorkException e) {
            busy.set(false);
            adapter.noThread(e);
        }
    }
}
