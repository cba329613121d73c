package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.image.Image;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerWatchTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeId SELF = new NodeId("n2");

    @TempDir
    Path dir;

    private final List<List<Peer>> told = new ArrayList<>();
    private Image image = Image.empty();
    private MemberFiles members;
    private StateFiles files;
    private PeerWatch watch;

    @BeforeEach
    void open() {
        members = new MemberFiles(dir);
        files = new StateFiles(dir);
        watch = new PeerWatch(SELF, () -> image, members, files, List.of(), List.of(told::add));
    }

    @Test
    void tellsWhoTheOtherManagersAreAndKeepsItForTheNextStart() {
        image = of(manager("n1"), manager("n2"), manager("n3"));
        watch.look();
        watch.look();

        assertThat(told).hasSize(1);
        assertThat(told.get(0)).extracting(Peer::nodeId).containsExactly("n1", "n3");
        assertThat(members.peers()).isEqualTo(told.get(0));
        assertThat(files.managers()).containsExactly("n2:2377", "n1:2377", "n3:2377");
    }

    @Test
    void forgetsTheLastOtherManager() {
        image = of(manager("n1"), manager("n2"));
        watch.look();
        image = of(manager("n2"));
        watch.look();

        assertThat(told).hasSize(2);
        assertThat(members.peers()).isEmpty();
    }

    @Test
    void doesNotBelieveAStateThatItIsNotInYet() {
        image = of(manager("n1"));
        watch.look();
        assertThat(told).isEmpty();
        assertThat(files.managers()).isEmpty();
    }

    private static Image of(Node... managers) {
        Transaction transaction = new Transaction(
                "t1",
                0,
                "n1",
                NOW,
                Arrays.stream(managers).<Change>map(Change::create).toList());
        return Image.empty().apply(1, transaction).image();
    }

    private static Node manager(String id) {
        return new Node(
                new NodeId(id),
                Meta.created(NOW),
                new NodeSpec("", Map.of(), NodeSpec.Role.MANAGER, NodeSpec.Availability.ACTIVE),
                new AgentId("agent-" + id),
                new NodeDescription(
                        id,
                        new Platform("x86_64", "linux"),
                        Resources.NONE,
                        new NodeDescription.Engine("", Map.of(), List.of())),
                new NodeStatus(NodeState.READY, "", id),
                new ManagerEndpoint(id + ":2377", 7947, 7946, 1, 1),
                1);
    }
}
