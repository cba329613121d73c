package io.priok.core.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.AgentId;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.image.Image;
import io.priok.message.ManagerReady;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final NodeId SELF = new NodeId("n1");
    private static final NodeId OTHER = new NodeId("n2");
    private static final NodeId WORKER = new NodeId("n4");

    private final World world = new World();

    @BeforeEach
    void haveThreeManagersAndAWorker() {
        for (int i = 1; i <= 3; i++) {
            Node node = World.node("n" + i);
            world.put(role(node, Role.MANAGER).withManager(endpoint("10.0.0." + i, node.office() + 1)));
        }
        world.put(World.node("n4"));
        world.create(World.replicated("web", 3));
        elect(world.image.term() + 1);
    }

    private static Node role(Node node, Role role) {
        var spec = node.spec();
        return node.withSpec(new io.priok.domain.spec.NodeSpec(spec.name(), spec.labels(), role, spec.availability()));
    }

    private static ManagerEndpoint endpoint(String host, long office) {
        return new ManagerEndpoint(host + ":2377", 7947, 7946, office, 1);
    }

    private void elect(long term) {
        assertThat(applied(world.image, new Change.Elect(term, SELF))).isInstanceOf(Outcome.Applied.class);
        world.image = world.image
                .apply(
                        world.image.index() + 1,
                        new Transaction("elect" + term, 0, "n1", world.now, List.of(new Change.Elect(term, SELF))))
                .image();
    }

    private Outcome applied(Image image, Change change) {
        return image.apply(image.index() + 1, new Transaction("try", 0, "n1", world.now, List.of(change)))
                .outcome();
    }

    private Image begin(long incarnation) {
        var survivor = new Recovery.Survivor(SELF, new AgentId("agent-new"), "10.0.0.9", endpoint("10.0.0.9", 0));
        return Recovery.begin(world.image, 500, survivor, incarnation, world.now)
                .orElseThrow();
    }

    private long next() {
        return Recovery.next(world.image, 0, world.now);
    }

    @Test
    void leavesOneManagerAndMakesWorkersOfTheOthers() {
        Image begun = begin(next());
        Node self = begun.node(SELF).orElseThrow();
        assertThat(self.spec().role()).isEqualTo(Role.MANAGER);
        assertThat(self.manager()).isEqualTo(endpoint("10.0.0.9", next()));
        assertThat(self.office()).isEqualTo(next());
        assertThat(self.agent()).isEqualTo(new AgentId("agent-new"));
        assertThat(self.status().address()).isEqualTo("10.0.0.9");
        assertThat(begun.nodes())
                .filteredOn(node -> !node.id().equals(SELF))
                .hasSize(3)
                .allSatisfy(node -> {
                    assertThat(node.spec().role()).isEqualTo(Role.WORKER);
                    assertThat(node.manager()).isNull();
                    assertThat(Roles.office(node)).isZero();
                    assertThat(node.status().state()).isEqualTo(NodeState.READY);
                });
    }

    @Test
    void keepsEverythingElse() {
        Image begun = begin(next());
        assertThat(begun.cluster()).isEqualTo(world.image.cluster());
        assertThat(begun.services()).containsExactlyInAnyOrderElementsOf(world.image.services());
        assertThat(begun.tasks()).containsExactlyInAnyOrderElementsOf(world.image.tasks());
        assertThat(begun.recentIds()).isEqualTo(world.image.recentIds());
        assertThat(begun.index()).isEqualTo(500);
        assertThat(begun.leader()).isEmpty();
        assertThat(begun.node(OTHER).orElseThrow().version()).isEqualTo(500);
    }

    @Test
    void aLeaderOfBeforeCommitsNothing() {
        long old = world.image.term();
        Image begun = begin(next());
        Change change = Change.update(begun.node(WORKER).orElseThrow());
        assertThat(begun.apply(501, new Transaction("late", old, "n2", world.now, List.of(change)))
                        .outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.STALE_TERM));
        assertThat(applied(begun, new Change.Elect(old + 1, OTHER))).isInstanceOf(Outcome.Refused.class);
        assertThat(applied(begun, new Change.Elect(begun.term() + 1, SELF))).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void anOfficeOfBeforeIsNoneOfNow() {
        Image begun = begin(next());
        Node promoted = role(begun.node(OTHER).orElseThrow(), Role.MANAGER);
        Image again = begun.apply(
                        501, new Transaction("promote", 0, "api", world.now, List.of(Change.update(promoted))))
                .image();
        for (long office = 0; office < 5; office++) {
            assertThat(Roles.register(again, new ManagerReady(OTHER, endpoint("10.0.0.2", office))))
                    .isEmpty();
        }
        assertThat(Roles.register(again, new ManagerReady(OTHER, endpoint("10.0.0.2", promoted.office()))))
                .isPresent();
    }

    @Test
    void eachIncarnationIsAboveAllTermsAndOfficesBefore() {
        long first = next();
        assertThat(first).isGreaterThan(world.image.term());
        assertThat(Recovery.next(world.image, first, world.now)).isGreaterThan(first);
        // A clock that went back to nothing.
        assertThat(Recovery.next(begin(first), first, Instant.EPOCH)).isGreaterThan(first);
    }

    @Test
    void aStateOfBeforeAnotherRecoveryComesAfterItByTheClock() {
        long first = next();
        Image later = begin(first);
        long electedSince = later.term() + 900;
        Instant restored = world.now.plus(Duration.ofMillis(1));
        assertThat(Recovery.next(world.image, 0, restored)).isGreaterThan(electedSince);
    }

    @Test
    void aManagerThatHeardOfNothingHasNothingToGoOnWith() {
        var survivor = new Recovery.Survivor(SELF, new AgentId("a"), "10.0.0.9", endpoint("10.0.0.9", 0));
        assertThat(Recovery.begin(Image.empty(), 1, survivor, 7, world.now)).isEmpty();
        var stranger = new Recovery.Survivor(new NodeId("n9"), new AgentId("a"), "10.0.0.9", endpoint("10.0.0.9", 0));
        assertThat(Recovery.begin(world.image, 500, stranger, 7, world.now)).isEmpty();
    }
}
