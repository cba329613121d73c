package io.priok.console.frame;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.faces.event.WebsocketEvent;
import jakarta.faces.push.Push;
import jakarta.faces.push.PushContext;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells open pages to look again. Level-triggered: while a page is open, the state is compared with what it was a moment ago, so nothing
 * is missed, bursts are told once, and a node without spectators spends nothing. What is told is only that something changed; each
 * page fetches what it shows with its user's rights.
 */
@ApplicationScoped
public class Pulse {
    /** At most so often are pages told. */
    private static final long PERIOD_MILLIS = 300;

    @Inject
    @Push(channel = "changes")
    private PushContext channel;

    @Inject
    private Cluster cluster;

    @Inject
    private RequestContextController request;

    @Resource
    private ManagedScheduledExecutorService timers;

    private int open;
    private @Nullable ScheduledFuture<?> beat;
    /** Of the last beat; beats do not overlap. */
    private volatile @Nullable Fingerprint last;

    synchronized void opened(@Observes @WebsocketEvent.Opened WebsocketEvent event) {
        open++;
        if (beat == null) {
            beat = timers.scheduleWithFixedDelay(this::beat, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void closed(@Observes @WebsocketEvent.Closed WebsocketEvent event) {
        open--;
        if (open <= 0) {
            stop();
        }
    }

    @PreDestroy
    synchronized void stop() {
        open = 0;
        last = null;
        if (beat != null) {
            beat.cancel(false);
            beat = null;
        }
    }

    private void beat() {
        Fingerprint now = fingerprint();
        Fingerprint before = last;
        last = now;
        if (before != null && !before.equals(now)) {
            channel.send("changed");
        }
    }

    private Fingerprint fingerprint() {
        boolean ours = request.activate();
        try {
            return Fingerprint.of(cluster.snapshot());
        } finally {
            if (ours) {
                request.deactivate();
            }
        }
    }
}
