package io.priok.adapter;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * Keeps all consumers and senders of this server at one broker.
 *
 * <ul>
 *   <li>One connection that is lost is the loss of the broker: all others to it end at once, the next broker of the list that
 *       accepts is taken, and everything is set up there.
 *   <li>When the first of the list is not the one in use and can be used, everything moves over to it, one consumer after the
 *       other. So a manager's own agent ends up at the broker of its own host.
 * </ul>
 */
final class Attachment {
    private static final long IMPROVE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Route route;
    private final Silence silence;
    private final Outgoing outgoing;
    private final Link link;
    private final Supplier<List<PatientActivation>> activations;
    private final Predicate<BrokerAddress> letsIn;
    private final Executor background;
    private final LongSupplier nanoTime;
    private final AtomicBoolean seeking = new AtomicBoolean();
    private final AtomicBoolean improving = new AtomicBoolean();
    private volatile long improvedAt;

    /**
     * @param activations of this moment
     * @param letsIn makes a session with a broker and ends it
     * @param background for what may take as long as a connection attempt
     */
    Attachment(
            Route route,
            Silence silence,
            Outgoing outgoing,
            Link link,
            Supplier<List<PatientActivation>> activations,
            Predicate<BrokerAddress> letsIn,
            Executor background,
            LongSupplier nanoTime) {
        this.route = route;
        this.silence = silence;
        this.outgoing = outgoing;
        this.link = link;
        this.activations = activations;
        this.letsIn = letsIn;
        this.background = background;
        this.nanoTime = nanoTime;
        this.improvedAt = nanoTime.getAsLong();
    }

    /** The list or the password is another one. Connections stay if they lead to a listed broker and the password is the same. */
    void changed(Brokers now, boolean isSamePassword) {
        if (!route.list(now.addresses()) || !isSamePassword) {
            outgoing.retireAll();
            activations.get().forEach(PatientActivation::drop);
        }
        improve();
    }

    /** To be called regularly, by one thread. */
    void tend() {
        for (BrokerAddress broker : silence.watch()) {
            lost(broker);
            silence.end(broker);
        }
        outgoing.sweep();
        if (activations.get().stream().anyMatch(PatientActivation::isWaiting) && !link.holdsOff()) {
            attach();
        }
        moveOn();
        if (nanoTime.getAsLong() - improvedAt > IMPROVE_NANOS) {
            improve();
        }
    }

    /** A connection to this broker broke. */
    void lost(BrokerAddress broker) {
        if (route.failed(broker)) {
            link.lost(broker);
            silence.end(broker);
            outgoing.retireAll();
            attach();
        }
    }

    /** A connection for sends could not be made there. */
    void unreachable(BrokerAddress broker, JMSException why) {
        if (why.getCause() instanceof ActiveMQException cause && isSilence(cause)) {
            lost(broker);
        }
    }

    /** A consumer could not be set up there. */
    void failed(BrokerAddress broker, Exception why) {
        boolean wasCurrent = route.failed(broker);
        if (!isSilence(why)) {
            link.refused(broker, why);
        } else if (wasCurrent) {
            silence.end(broker);
            outgoing.retireAll();
            attach();
        }
    }

    private static boolean isSilence(Exception why) {
        if (!(why instanceof ActiveMQException known)) {
            return false;
        }
        return switch (known.getType()) {
            case NOT_CONNECTED, CONNECTION_TIMEDOUT, DISCONNECTED, UNBLOCKED, OBJECT_CLOSED -> true;
            default -> false;
        };
    }

    void connected(BrokerAddress broker) {
        link.connected(broker);
        moveOn();
    }

    private void attach() {
        if (route.current().isPresent()) {
            offerToWaiting();
        } else if (seeking.compareAndSet(false, true)) {
            background.execute(this::seek);
        }
    }

    private void seek() {
        try {
            for (BrokerAddress candidate : route.candidates()) {
                if (Link.accepts(candidate)) {
                    settle(candidate);
                    return;
                }
                route.failed(candidate);
            }
            link.waiting(route.candidates());
        } finally {
            seeking.set(false);
        }
    }

    private void settle(BrokerAddress broker) {
        route.settle(broker);
        outgoing.moveTo(broker);
        offerToWaiting();
    }

    private void offerToWaiting() {
        activations.get().stream().filter(PatientActivation::isWaiting).forEach(PatientActivation::offer);
    }

    /** The next of those that are elsewhere follows when none is on its way. */
    private void moveOn() {
        Optional<BrokerAddress> current = route.current();
        List<PatientActivation> all = activations.get();
        if (current.isPresent() && all.stream().noneMatch(PatientActivation::isWaiting)) {
            all.stream()
                    .filter(each -> each.isConnected() && !each.isAt(current.get()))
                    .findFirst()
                    .ifPresent(PatientActivation::move);
        }
    }

    private void improve() {
        improvedAt = nanoTime.getAsLong();
        if (route.better().isPresent() && improving.compareAndSet(false, true)) {
            background.execute(() -> {
                try {
                    route.better().ifPresent(this::moveIfLetIn);
                } finally {
                    improving.set(false);
                }
            });
        }
    }

    private void moveIfLetIn(BrokerAddress better) {
        if (!letsIn.test(better)) {
            route.failed(better);
        } else if (route.answered(better)) {
            link.moving(better);
            settle(better);
            moveOn();
        }
    }
}
