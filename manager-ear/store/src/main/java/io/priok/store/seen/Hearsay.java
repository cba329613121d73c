package io.priok.store.seen;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.fork.ForkChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short texts told to all members at once, on the caches' own channel.
 *
 * <p>A write to a cache goes by way of its key's owner; while that one is frozen, and until it is declared dead, the others do not
 * hear of it. What is told here goes from the teller to each member directly. It comes in any order, and members that are not in view
 * miss it: it is a faster path beside the caches, not one in their place.
 */
final class Hearsay implements Receiver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hearsay.class);
    private static final String FORK = "priok.hearsay";
    private static final int PARTS = 3;

    private final ForkChannel channel;
    private final Map<String, BiConsumer<String, String>> listeners = new ConcurrentHashMap<>();

    /** @param main has a FORK protocol */
    Hearsay(JChannel main) {
        try {
            channel = new ForkChannel(main, FORK, FORK);
        } catch (Exception e) {
            throw new IllegalStateException("cannot set up the channel beside the caches: " + e.getMessage(), e);
        }
        channel.setReceiver(this);
        channel.setDiscardOwnMessages(true);
    }

    /** To be called once the main channel is connected. */
    void begin() {
        try {
            channel.connect(FORK);
        } catch (Exception e) {
            throw new IllegalStateException("cannot join the channel beside the caches: " + e.getMessage(), e);
        }
    }

    /** @param listener gets key and text, on a thread of the transport: must not block */
    void listen(String topic, BiConsumer<String, String> listener) {
        listeners.put(topic, listener);
    }

    void silence(String topic) {
        listeners.remove(topic);
    }

    /** @param topic and {@code key} without spaces */
    void tell(String topic, String key, String text) {
        byte[] bytes = String.join(" ", topic, key, text).getBytes(StandardCharsets.UTF_8);
        // Out of band, so that one does not wait for another; and never held back because a frozen member gives no
        // credit.
        Message message = new BytesMessage(null, bytes)
                .setFlag(Message.Flag.OOB, Message.Flag.NO_FC)
                .setFlag(Message.TransientFlag.DONT_LOOPBACK);
        try {
            channel.send(message);
        } catch (Exception e) {
            LOG.debug("{} of {} goes by the cache alone", topic, key, e);
        }
    }

    @Override
    public void receive(Message message) {
        String[] parts = new String(
                        message.getArray(), message.getOffset(), message.getLength(), StandardCharsets.UTF_8)
                .split(" ", PARTS);
        BiConsumer<String, String> listener = parts.length == PARTS ? listeners.get(parts[0]) : null;
        if (listener != null) {
            try {
                listener.accept(parts[1], parts[2]);
            } catch (RuntimeException e) {
                LOG.warn("PRIOK5106W a peer's word on {} is not understood: {}", parts[1], e.toString());
            }
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
