package io.priok.agent;

import io.priok.agent.Postbox.Care;
import io.priok.agent.Postbox.Undelivered;
import io.priok.message.Heartbeat;
import io.priok.message.Queues;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends reports, one at a time, on threads that may block on a broker. After a failed send it pauses, longer each time, unless
 * there is a new connection.
 */
final class Sender {
    private static final System.Logger LOG = System.getLogger(Sender.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    /** Says what is to be sent; called by one thread at a time. */
    interface Source {
        /** @return the next message; null when there is none before the next {@link #kick} */
        @Nullable
        Object next();

        void delivered(Object message);

        /** This one and earlier ones may be lost. */
        void undelivered();
    }

    private final Postbox postbox;
    private final Executor executor;
    private final Timers timers;
    private final Source source;
    private Duration retry = FIRST_RETRY;
    private boolean sending;
    /** There was news while something was being sent. */
    private boolean kicked;

    private boolean pausing;

    Sender(Postbox postbox, Executor executor, Timers timers, Source source) {
        this.postbox = postbox;
        this.executor = executor;
        this.timers = timers;
        this.source = source;
    }

    /** The source may have something. */
    void kick() {
        synchronized (this) {
            kicked = true;
            if (sending || pausing) {
                return;
            }
            sending = true;
        }
        executor.execute(this::drain);
    }

    /** There is a new connection to a broker: no need to wait for the next try. */
    void reconnected() {
        synchronized (this) {
            pausing = false;
            retry = FIRST_RETRY;
        }
        kick();
    }

    private void drain() {
        while (goesOn()) {
            try {
                sendAll();
            } catch (Undelivered | RuntimeException e) {
                undelivered(e);
                return;
            }
        }
    }

    private void sendAll() throws Undelivered {
        for (Object message = source.next(); message != null; message = source.next()) {
            postbox.send(Queues.REPORTS, message, message instanceof Heartbeat ? Care.FRESH_ONLY : Care.KEEP);
            delivered();
            source.delivered(message);
        }
    }

    private synchronized boolean goesOn() {
        sending = kicked;
        kicked = false;
        return sending;
    }

    private synchronized void delivered() {
        if (retry.compareTo(FIRST_RETRY) > 0) {
            LOG.log(System.Logger.Level.INFO, "PRIOK0220I: reports reach the managers again");
        }
        retry = FIRST_RETRY;
    }

    private void undelivered(Exception why) {
        source.undelivered();
        Duration pause;
        synchronized (this) {
            if (retry.equals(FIRST_RETRY)) {
                LOG.log(System.Logger.Level.WARNING, "PRIOK0221W: reports do not reach the managers: " + why);
            }
            sending = false;
            pausing = true;
            pause = retry;
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
        }
        timers.after(pause, () -> {
            synchronized (this) {
                pausing = false;
            }
            kick();
        });
    }
}
