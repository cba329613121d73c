package io.priok.runtime;

import io.priok.domain.NodeId;
import io.priok.image.Image;
import io.priok.message.ManagerSecrets.Peer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what reaches the other managers (caches, broker, the files for the next start) in step with the managers in the state.
 *
 * <p>Looks at the image of the moment instead of at entries, so that it makes no difference whether a change came as an entry or
 * in a snapshot. An image without managers is that of a member which has not heard of the swarm yet, and tells nothing.
 */
final class PeerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);

    private final NodeId self;
    private final Supplier<Image> image;
    private final MemberFiles members;
    private final StateFiles files;
    private final List<Consumer<List<Peer>>> followers;
    private List<Peer> told;

    /**
     * @param known the other managers that this one was started with
     * @param followers are given the other managers at each change
     */
    PeerWatch(
            NodeId self,
            Supplier<Image> image,
            MemberFiles members,
            StateFiles files,
            List<Peer> known,
            List<Consumer<List<Peer>>> followers) {
        this.self = self;
        this.image = image;
        this.members = members;
        this.files = files;
        this.followers = List.copyOf(followers);
        this.told = List.copyOf(known);
    }

    synchronized void look() {
        List<Peer> all = Peers.of(image.get());
        List<Peer> others = Peers.others(all, self);
        // Until this manager is in the state itself it knows less than it was told when it joined.
        if (all.size() == others.size() || others.equals(told)) {
            return;
        }
        LOG.info(
                "PRIOK3040I: the other managers are {}",
                others.stream().map(Peers::management).toList());
        members.writePeers(others);
        files.writeManagers(Peers.management(all, self));
        for (Consumer<List<Peer>> follower : followers) {
            follower.accept(others);
        }
        told = others;
    }
}
