package io.priok.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.control.Fixture;
import io.priok.control.command.JoinCommands.Entrance;
import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Refusal;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.identity.RandomIds;
import io.priok.identity.TokenSource;
import io.priok.join.Gatekeeper;
import io.priok.join.JoinDialogue;
import io.priok.message.Joiner;
import io.priok.state.Change;
import io.priok.state.Outcome;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoinCommandsTest {
    private static final String NONCE = "n0nce";

    private final TokenSource source = new TokenSource(new RandomIds(new Random(5)));
    private final byte[] root = new byte[32];
    private final JoinTokens tokens = source.tokens(root);
    private final Fixture fixture = new Fixture();
    private final JoinCommands commands = new JoinCommands(fixture.author);
    private final Joiner joiner = new Joiner(new AgentId("agent7"), "h7", "10.0.0.7", null, true, 1);

    @BeforeEach
    void swarm() {
        fixture.put(Change.create(new Cluster(
                new ClusterId("c"),
                Meta.created(Fixture.NOW),
                ClusterDefaults.fill(ClusterSpec.defaults()),
                tokens,
                List.of(),
                24,
                4789,
                false,
                1)));
    }

    @Test
    void workerTokenMakesAWorker() {
        Entrance entrance = enter(tokens.worker(), joiner, NONCE);
        Node node = admitted(entrance);
        assertThat(node.spec()).isEqualTo(new NodeSpec("", Map.of(), Role.WORKER, Availability.ACTIVE));
        assertThat(node.status()).isEqualTo(new NodeStatus(NodeState.UNKNOWN, "", "10.0.0.7"));
        assertThat(node.agent()).isEqualTo(new AgentId("agent7"));
        assertThat(node.hostname()).isEqualTo("h7");
        assertThat(node.manager()).isNull();
        assertThat(node.id().value()).matches("[0-9a-z]{25}");
        assertThat(entrance.secrets()).isFalse();
    }

    @Test
    void managerTokenMakesAManagerThatIsNotServingYet() {
        Entrance entrance = enter(tokens.manager(), joiner, NONCE);
        Node node = admitted(entrance);
        assertThat(node.spec().role()).isEqualTo(Role.MANAGER);
        assertThat(node.manager()).isNull();
        assertThat(entrance.secrets()).isTrue();
    }

    @Test
    void takesTheAvailabilityAskedFor() {
        Joiner drained = new Joiner(new AgentId("a"), "h", "10.0.0.8", Availability.DRAIN, true, 1);
        assertThat(admitted(enter(tokens.worker(), drained, NONCE)).spec().availability())
                .isEqualTo(Availability.DRAIN);
    }

    @Test
    void repeatedAskComesToTheSameNode() {
        Entrance first = enter(tokens.worker(), joiner, NONCE);
        Entrance meanwhile = enter(tokens.worker(), joiner, NONCE);
        Node node = admitted(first);
        assertThat(fixture.apply(meanwhile.transaction().orElseThrow())).isInstanceOf(Outcome.Duplicate.class);

        Entrance later = enter(tokens.worker(), joiner, NONCE);
        assertThat(later.transaction()).isEmpty();
        assertThat(later.node()).isEqualTo(node);
        assertThat(fixture.image().nodes()).hasSize(1);
    }

    @Test
    void anotherAttemptOrAnotherAgentIsAnotherNode() {
        Node node = admitted(enter(tokens.worker(), joiner, NONCE));
        Node again = admitted(enter(tokens.worker(), joiner, "other"));
        Joiner other = new Joiner(new AgentId("agent8"), "h7", "10.0.0.7", null, true, 1);
        Entrance stranger = enter(tokens.worker(), other, NONCE);
        assertThat(List.of(node.id(), again.id(), stranger.node().id())).doesNotHaveDuplicates();
    }

    @Test
    void secretsAreForThoseWhoAreManagersAndHaveTheManagersToken() {
        Node node = admitted(enter(tokens.manager(), joiner, NONCE));
        assertThat(enter(tokens.manager(), joiner, NONCE).secrets()).isTrue();
        assertThat(enter(tokens.worker(), joiner, NONCE).secrets()).isFalse();
        fixture.put(Change.update(node.withSpec(new NodeSpec("", Map.of(), Role.WORKER, Availability.ACTIVE))));
        assertThat(enter(tokens.manager(), joiner, NONCE).secrets()).isFalse();
    }

    @Test
    void wrongAndRotatedTokensAreRefusedAlike() {
        String rotated = tokens.worker();
        Cluster cluster = fixture.image().cluster().orElseThrow();
        SwarmCommands swarm = new SwarmCommands(fixture.author);
        fixture.apply(swarm.update(
                cluster,
                cluster.version(),
                cluster.spec(),
                new SwarmCommands.Rotation(Optional.of(source.token(root)), Optional.empty())));

        for (String token : List.of(rotated, source.token(root))) {
            assertThatThrownBy(() -> enter(token, joiner, NONCE))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.text())
                                    .isEqualTo(
                                            "rpc error: code = InvalidArgument desc = A valid join token is necessary to"
                                                    + " join this cluster"));
        }
        assertThat(enter(tokens.manager(), joiner, NONCE).secrets()).isTrue();
    }

    @Test
    void workerOnlyHostCannotComeAsAManager() {
        Joiner bare = new Joiner(new AgentId("a"), "h9", "10.0.0.9", null, false, 1);
        assertThatThrownBy(() -> enter(tokens.manager(), bare, NONCE))
                .hasMessage("this host's server runs the worker application alone, so it cannot be a manager: join it"
                        + " with the worker token, or deploy the manager application on it first");
    }

    @Test
    void aServerThatIsTooOldForTheStateCannotComeAsAManager() {
        fixture.put(Change.update(fixture.image().cluster().orElseThrow().withFormat(2)));
        assertThatThrownBy(() -> enter(tokens.manager(), joiner, NONCE))
                .hasMessage(
                        "the swarm's state is in format 2, and the joining server knows formats up to 1: install the"
                                + " version of Priok that the managers run");
        assertThat(enter(tokens.worker(), joiner, NONCE).secrets()).isFalse();
    }

    @Test
    void workerOnlyHostCannotBePromoted() {
        Joiner bare = new Joiner(new AgentId("a"), "h9", "10.0.0.9", null, false, 1);
        Node node = admitted(enter(tokens.worker(), bare, NONCE));
        NodeCommands nodes = new NodeCommands(fixture.author);
        NodeSpec manager = new NodeSpec("", Map.of(), Role.MANAGER, Availability.ACTIVE);
        assertThatThrownBy(() -> nodes.update(fixture.image(), node, node.version(), manager))
                .hasMessage("node h9 cannot be promoted: its server runs the worker application alone; deploy the"
                        + " manager application on it first");
        NodeSpec drained = new NodeSpec("", Map.of(), Role.WORKER, Availability.DRAIN);
        assertThat(fixture.apply(nodes.update(fixture.image(), node, node.version(), drained)))
                .isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void whoDoesNotSayWhereItIsIsRefused() {
        for (Joiner bad : List.of(
                new Joiner(new AgentId("a"), "h", "", null, true, 1),
                new Joiner(new AgentId(""), "h", "10.0.0.9", null, true, 1))) {
            assertThatThrownBy(() -> enter(tokens.worker(), bad, NONCE))
                    .hasMessage("the joining node does not say who and where it is");
        }
    }

    private Entrance enter(String token, Joiner who, String nonce) {
        Gatekeeper gate = new Gatekeeper(fixture.image().cluster().orElseThrow().joinTokens(), new SecureRandom());
        return commands.enter(
                fixture.image(),
                gate.examine(JoinDialogue.begin(token, who, nonce).ask()));
    }

    private Node admitted(Entrance entrance) {
        assertThat(fixture.apply(entrance.transaction().orElseThrow())).isInstanceOf(Outcome.Applied.class);
        return fixture.image().node(entrance.node().id()).orElseThrow();
    }
}
