package io.priok.runtime;

import static io.priok.message.Queues.KIND;

import io.priok.broker.Body;
import io.priok.broker.Delivery;
import io.priok.broker.EmbeddedBroker;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.message.Queues;
import io.priok.message.Standing;
import io.priok.message.StandingNote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** While a manager runs: its side of {@link Standings}. */
final class StandingWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StandingWatch.class);

    private final NodeId self;
    private final Standings standings;
    private final Supplier<Image> image;
    private final Supplier<Collection<String>> inView;
    private final List<Peer> former;
    private final EmbeddedBroker broker;
    private final Consumer<Standing> superseded;

    /**
     * @param inView ids of the managers that are seen among one's own
     * @param former the managers of the incarnation before
     * @param superseded told when another manager's incarnation follows this one's
     */
    StandingWatch(
            NodeId self,
            Standings standings,
            Supplier<Image> image,
            Supplier<Collection<String>> inView,
            List<Peer> former,
            EmbeddedBroker broker,
            Consumer<Standing> superseded) {
        this.self = self;
        this.standings = standings;
        this.image = image;
        this.inView = inView;
        this.former = List.copyOf(former);
        this.broker = broker;
        this.superseded = superseded;
    }

    /** Blocks for a second or two when there is somebody to ask. */
    void look() {
        List<Peer> strangers = strangers(image.get(), self, inView.get(), former);
        if (!strangers.isEmpty()) {
            standings.ask(strangers).ifPresent(superseded);
        }
    }

    /** Managers that one should see and does not, and former ones that are not heard of in their new role. */
    static List<Peer> strangers(Image image, NodeId self, Collection<String> inView, List<Peer> former) {
        List<Peer> strangers = new ArrayList<>(Peers.others(Peers.of(image), self));
        strangers.removeIf(peer -> inView.contains(peer.nodeId()));
        for (Peer peer : former) {
            image.node(new NodeId(peer.nodeId()))
                    .filter(node -> node.manager() == null)
                    .filter(node -> node.status().state() != NodeState.READY)
                    .ifPresent(node -> strangers.add(peer));
        }
        return strangers;
    }

    /** @return false for a message of another kind */
    boolean take(Delivery delivery) {
        if (!StandingNote.class.getSimpleName().equals(delivery.properties().get(KIND))
                || !(delivery.body() instanceof Body.Text text)) {
            return false;
        }
        try {
            StandingNote asked = Json.read(text.value(), StandingNote.class);
            if (asked.nonce().matches("[0-9a-z]{25}")) {
                standings.answer(asked, superseded).ifPresent(this::send);
            }
        } catch (MalformedJson e) {
            LOG.debug("a note that cannot be read", e);
        }
        return true;
    }

    private void send(StandingNote answer) {
        broker.sender()
                .send(
                        Queues.joinAnswer(answer.nonce()),
                        Json.write(answer),
                        Map.of(KIND, StandingNote.class.getSimpleName()));
    }
}
