package io.priok.adapter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is a broker, told to the log once each time that the answer changes. */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int PROBE_MILLIS = 300;

    private enum State {
        UNKNOWN,
        WAITING,
        REFUSED,
        CONNECTED
    }

    private State state = State.UNKNOWN;
    private String trouble = "";

    synchronized void waiting(Brokers brokers) {
        if (enter(State.WAITING)) {
            LOG.info("PRIOK1001I: no broker answers at {}; consumers wait for one.", brokers);
        }
    }

    synchronized void connected(Brokers brokers) {
        if (enter(State.CONNECTED)) {
            LOG.info("PRIOK1002I: consumers are connected to a broker of {}.", brokers);
        }
    }

    synchronized void lost(Brokers brokers) {
        if (state == State.CONNECTED && enter(State.UNKNOWN)) {
            LOG.info("PRIOK1003I: a connection to a broker of {} ended.", brokers);
        }
    }

    synchronized void changed(Brokers brokers) {
        enter(State.UNKNOWN);
        LOG.info("PRIOK1004I: the managers are {} now.", brokers);
    }

    synchronized void refused(Brokers brokers, Exception why) {
        String told = String.valueOf(why.getMessage());
        boolean news = !told.equals(trouble);
        if (enter(State.REFUSED) || news) {
            trouble = told;
            LOG.warn("PRIOK1005W: a broker of {} is there, but no consumer could be set up: {}", brokers, told);
            LOG.debug("The exception was", why);
        }
    }

    private boolean enter(State next) {
        boolean changes = state != next;
        state = next;
        return changes;
    }

    /** True if any of the brokers accepts a TCP connection. */
    static boolean accepts(Brokers brokers) {
        return brokers.addresses().stream().anyMatch(Link::accepts);
    }

    private static boolean accepts(BrokerAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), PROBE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
