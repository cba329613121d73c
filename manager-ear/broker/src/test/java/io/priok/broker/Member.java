package io.priok.broker;

import io.priok.broker.BrokerConfig.Peer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A broker of a cluster with a fixed address, which can be started again and again. */
final class Member implements AutoCloseable {
    static final String SECRET = "a secret for tests";
    private static final String HOST = "127.0.0.1";

    final Peer peer;
    private @Nullable EmbeddedBroker broker;

    Member(int port) {
        peer = new Peer(HOST, port);
    }

    static List<Member> some(int count) {
        return FreePort.some(count).stream().map(Member::new).toList();
    }

    static List<Peer> peers(Member... members) {
        return Arrays.stream(members).map(member -> member.peer).toList();
    }

    Member start(Member... peers) {
        broker = EmbeddedBroker.start(
                BrokerConfig.of("b" + peer.port(), HOST, peer.port(), HOST, SECRET)
                        .withPeers(peers(peers)),
                ConsumerListener.none());
        return this;
    }

    EmbeddedBroker broker() {
        if (broker == null) {
            throw new IllegalStateException("not started");
        }
        return broker;
    }

    /** Texts that arrive at a consumer here, from now on. */
    List<String> consume(String queue) {
        List<String> texts = new CopyOnWriteArrayList<>();
        broker().consume(
                        queue,
                        delivery -> texts.add(((Body.Text) delivery.body()).value()),
                        task -> new Thread(task, "consumer"));
        return texts;
    }

    void send(String queue, String text) {
        broker().sender().send(queue, text, Map.of());
    }

    boolean isLinkedTo(Member... others) {
        return Arrays.stream(others)
                .allMatch(other -> broker().status().peers().stream()
                        .anyMatch(status -> status.peer().equals(other.peer) && status.isUp()));
    }

    /** Waits until each has a link to each. */
    static void linked(Member... members) {
        for (Member member : members) {
            Member[] others = Arrays.stream(members).filter(m -> m != member).toArray(Member[]::new);
            Eventually.until(member.peer + " is linked to the others", () -> member.isLinkedTo(others));
        }
    }

    /** Waits until what is sent at each arrives here, which proves that they know of the consumer. */
    void hears(String queue, List<String> heard, Member... senders) {
        for (Member sender : senders) {
            String text = "from " + sender.peer.port() + " at " + System.nanoTime();
            sender.send(queue, text);
            Eventually.until(text + " arrives", () -> heard.contains(text));
        }
    }

    void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
