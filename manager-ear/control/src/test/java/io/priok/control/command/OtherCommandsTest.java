package io.priok.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.control.Fixture;
import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.spec.DataSpec;
import io.priok.domain.spec.NetworkSpec;
import io.priok.domain.spec.NodeSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherCommandsTest {
    private static final NodeSpec WORKER =
            new NodeSpec("", Map.of(), NodeSpec.Role.WORKER, NodeSpec.Availability.ACTIVE);
    private final Fixture fixture = new Fixture();

    @Test
    void refusesADemotionThatCostsTheQuorum() {
        Node first = fixture.node("n1", "h1", true, NodeState.READY);
        fixture.node("n2", "h2", true, NodeState.DOWN);

        assertThatThrownBy(
                        () -> new NodeCommands(fixture.author).update(fixture.image(), first, first.version(), WORKER))
                .hasMessage("can't remove member from the raft: this would result in a loss of quorum");
    }

    @Test
    void demotesWhereTheOthersKeepAMajority() {
        Node first = fixture.node("n1", "h1", true, NodeState.READY);
        fixture.node("n2", "h2", true, NodeState.READY);
        fixture.apply(new NodeCommands(fixture.author).update(fixture.image(), first, first.version(), WORKER));

        assertThat(fixture.image().node(first.id()).orElseThrow().spec().role()).isEqualTo(NodeSpec.Role.WORKER);
    }

    @Test
    void removesOnlyNodesThatAreDownUnlessForced() {
        Node worker = fixture.node("n3", "h3", false, NodeState.READY);
        NodeCommands nodes = new NodeCommands(fixture.author);

        assertThatThrownBy(() -> nodes.remove(worker, false)).hasMessage("node n3 is not down and can't be removed");
        assertThatCode(() -> nodes.remove(worker, true)).doesNotThrowAnyException();
    }

    @Test
    void tellsHowManyManagersWouldStay() {
        Node first = fixture.node("n1", "h1", true, NodeState.READY);
        fixture.node("n2", "h2", true, NodeState.READY);

        assertThatThrownBy(() -> SwarmCommands.checkLeave(fixture.image(), first.id()))
                .hasMessage("You are attempting to leave the swarm on a node that is participating as a manager."
                        + " Removing this node leaves 1 managers out of 2. Without a Raft quorum your swarm will be"
                        + " inaccessible. The only way to restore a swarm that has lost consensus is to reinitialize it"
                        + " with `--force-new-cluster`. Use `--force` to suppress this message.");
    }

    @Test
    void changesOnlyTheLabelsOfASecret() {
        SecretCommands secrets = new SecretCommands(fixture.author);
        Created created = secrets.create(fixture.image(), data("s1", Map.of(), "YQ=="));
        fixture.apply(created.transaction());
        Secret secret = fixture.image().secret(new SecretId(created.id())).orElseThrow();

        fixture.apply(secrets.update(secret, secret.version(), data("s1", Map.of("a", "b"), "")));
        Secret relabelled = fixture.image().secret(secret.id()).orElseThrow();
        assertThat(relabelled.spec().labels()).containsEntry("a", "b");
        assertThat(relabelled.spec().data()).isEqualTo("YQ==");
        assertThatThrownBy(() -> secrets.update(relabelled, relabelled.version(), data("s1", Map.of(), "Yg==")))
                .hasMessage("only updates to Labels are allowed");
        assertThatThrownBy(() -> secrets.create(fixture.image(), data("s1", Map.of(), "YQ==")))
                .hasMessage("secret s1 already exists");
        assertThatThrownBy(() -> secrets.create(fixture.image(), data("s2", Map.of(), "")))
                .hasMessage("secret data must be larger than 0 and less than 512000 bytes");
        assertThatThrownBy(() -> secrets.create(fixture.image(), data("bad name", Map.of(), "YQ==")))
                .hasMessageStartingWith("invalid name, only 64");
    }

    @Test
    void refusesOverlappingSubnets() {
        NetworkCommands networks = new NetworkCommands(fixture.author);
        fixture.apply(
                networks.create(fixture.image(), network("a", "10.1.0.0/16")).transaction());

        assertThatThrownBy(() -> networks.create(fixture.image(), network("b", "10.1.2.0/24")))
                .hasMessageContaining("overlaps");
        assertThatThrownBy(() -> networks.create(fixture.image(), network("b", "10.2.0/24")))
                .hasMessage("invalid CIDR address: 10.2.0/24");
        assertThatCode(() -> networks.create(fixture.image(), network("b", "10.2.0.0/24")))
                .doesNotThrowAnyException();
    }

    private static DataSpec data(String name, Map<String, String> labels, String data) {
        return new DataSpec(name, labels, data, null, null);
    }

    private static NetworkSpec network(String name, String subnet) {
        NetworkSpec.IpamOptions ipam =
                new NetworkSpec.IpamOptions(null, List.of(new NetworkSpec.IpamConfig(subnet, "", "")));
        return new NetworkSpec(name, Map.of(), null, false, false, false, false, ipam, "swarm");
    }
}
