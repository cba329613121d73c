package io.priok.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
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
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Changed under the lock of {@code this}, as are set-up and tear-down; the adapter is never called under it. */
    private volatile State state = State.STOPPED;

    PatientActivation(PriokResourceAdapter adapter, MessageEndpointFactory endpoints, QueueActivationSpec spec)
            throws ResourceException {
        super(adapter, endpoints, spec);
        this.adapter = adapter;
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

    /** Sets up on a thread of the server, unless that is under way already. */
    void offer() {
        if (busy.compareAndSet(false, true)) {
            inBackground(this::connect);
        }
    }

    /** Tears down and goes back to waiting, on a thread of the server. */
    void drop() {
        inBackground(() -> reconnect(null, false));
    }

    private void connect() {
        Brokers before = adapter.brokers();
        try {
            if (setUpIfWaiting()) {
                if (before.equals(adapter.brokers())) {
                    adapter.connected(before);
                } else {
                    reconnect(null, false);
                }
            }
        } catch (Exception e) {
            adapter.refused(e);
        } finally {
            busy.set(false);
        }
    }

    private synchronized boolean setUpIfWaiting() throws Exception {
        if (state != State.WAITING) {
            return false;
        }
        try {
            setup();
        } catch (Exception e) {
            teardown(false);
            throw e;
        }
        state = State.CONNECTED;
        return true;
    }

    /** Called by the parent's handlers, too, when a session cannot be used any more. */
    @Override
    public void reconnect(@Nullable Throwable failure, boolean useInterrupt) {
        if (tearDownIfConnected(useInterrupt)) {
            adapter.lost();
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
        session.addFailureListener(new SessionFailureListener() {
            @Override
            public void connectionFailed(ActiveMQException exception, boolean failedOver) {
                drop();
            }

            @Override
            public void connectionFailed(ActiveMQException exception, boolean failedOver, String scaleDownTarget) {
                drop();
            }

            @Override
            public void beforeReconnect(ActiveMQException exception) {}
        });
        return session;
    }

    private void inBackground(Runnable task) {
        try {
            getWorkManager().scheduleWork(new Work() {
                @Override
                public void run() {
                    task.run();
                }

                @Override
                public void release() {}
            });
        } catch (WorkException e) {
            busy.set(false);
            adapter.refused(e);
        }
    }
}
