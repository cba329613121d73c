package io.priok.adapter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is a broker, told to the log once each time that the answer changes. */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int PROBE_MILLIS = 500;
    private static final int MAX_HOLD_OFF = 40;

    private enum State {
        UNKNOWN,
        WAITING,
        REFUSED,
        CONNECTED
    }

    private State state = State.UNKNOWN;
    private String trouble = "";
    /** In looks of the watch, of which there are four a second. */
    private int holdOff;

    private int looksToSkip;

    synchronized void waiting(List<BrokerAddress> brokers) {
        if (enter(State.WAITING)) {
            LOG.info("PRIOK1001I: no broker answers at {}; consumers wait for one.", brokers);
        }
    }

    synchronized void connected(BrokerAddress broker) {
        hopeAgain();
        if (enter(State.CONNECTED)) {
            LOG.info("PRIOK1002I: consumers are connected to the broker at {}.", broker);
        }
    }

    synchronized void lost(BrokerAddress broker) {
        if (state == State.CONNECTED && enter(State.UNKNOWN)) {
            LOG.info("PRIOK1003I: a connection to the broker at {} ended.", broker);
        }
    }

    synchronized void changed(Brokers brokers) {
        hopeAgain();
        LOG.info("PRIOK1004I: the managers are {} now.", brokers);
    }

    synchronized void moving(BrokerAddress broker) {
        LOG.info("PRIOK1006I: consumers move to the broker at {}, which is preferred.", broker);
    }

    /** Texts of exceptions hold ports and ids, so it is their kind that says whether this is the trouble told before. */
    synchronized void refused(Object broker, Exception why) {
        String kind = why instanceof ActiveMQException known
                ? known.getType().name()
                : why.getClass().getName();
        boolean news = !kind.equals(trouble);
        if (enter(State.REFUSED) || news) {
            LOG.warn("PRIOK1005W: no consumer could be set up at {}: {}", broker, why.toString());
            LOG.debug("The exception was", why);
        }
        trouble = kind;
        holdOff = Math.min(MAX_HOLD_OFF, 2 * holdOff + 1);
        looksToSkip = holdOff;
    }

    synchronized boolean isRefused() {
        return state == State.REFUSED;
    }

    /** A broker that refuses is asked less and less often. True if this look at what waits is one to skip. */
    synchronized boolean holdsOff() {
        if (looksToSkip == 0) {
            return false;
        }
        looksToSkip--;
        return true;
    }

    private void hopeAgain() {
        holdOff = 0;
        looksToSkip = 0;
    }

    private boolean enter(State next) {
        boolean changes = state != next;
        state = next;
        return changes;
    }

    /** True if it accepts a TCP connection. */
    static boolean accepts(BrokerAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), PROBE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
