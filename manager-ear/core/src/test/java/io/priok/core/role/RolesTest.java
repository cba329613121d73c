package io.priok.core.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.image.SeenState;
import io.priok.image.SeenState.Pulse;
import io.priok.message.ManagerReady;
import io.priok.state.Change;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RolesTest {
    private static final ManagerEndpoint ENDPOINT = new ManagerEndpoint("10.0.0.1:2377", 1, 2, 1, 1);

    private final World world = new World();
    private final Map<NodeId, Pulse> pulses = new HashMap<>();

    @Test
    void takesInWhoIsWantedAndServes() {
        manager("a");
        manager("b");
        assertThat(next("a", "a")).isEqualTo(members("a", "b"));
    }

    @Test
    void waitsUntilTheServerOfANewManagerServes() {
        manager("a");
        manager("b");
        beat("b", false, false);
        assertThat(next("a", "a")).isEqualTo(new RoleStep.Nothing());
        promotedButNotReady("c");
        assertThat(next("a", "a")).isEqualTo(new RoleStep.Nothing());
    }

    @Test
    void takesOutOneAtATime() {
        manager("a");
        demoted("b");
        demoted("c");
        assertThat(next("a", "a", "b", "c")).isEqualTo(members("a", "c"));
        assertThat(next("a", "a", "c")).isEqualTo(members("a"));
        assertThat(next("a", "a")).isEqualTo(new RoleStep.Unregister(new NodeId("b")));
    }

    @Test
    void takesOutWhoWasRemovedByForce() {
        manager("a");
        manager("b");
        manager("c");
        world.remove(world.image.node(new NodeId("c")).orElseThrow());
        pulses.remove(new NodeId("c"));
        assertThat(next("a", "a", "b", "c")).isEqualTo(members("a", "b"));
    }

    @Test
    void takesInBeforeItTakesOutWhoCanBeReached() {
        manager("a");
        demoted("b");
        manager("c");
        assertThat(next("a", "a", "b")).isEqualTo(members("a", "b", "c"));
    }

    @Test
    void takesOutWhoCannotBeReachedFirst() {
        manager("a");
        manager("b");
        demoted("c");
        pulses.remove(new NodeId("c"));
        manager("d");
        assertThat(next("a", "a", "b", "c")).isEqualTo(members("a", "b"));
    }

    @Test
    void keepsADemotedManagerThatTheOthersNeed() {
        manager("a");
        demoted("b");
        manager("c");
        pulses.remove(new NodeId("c"));
        assertThat(next("a", "a", "b", "c")).isEqualTo(new RoleStep.Nothing());
        beat("c", true, false);
        assertThat(next("a", "a", "b", "c")).isEqualTo(members("a", "c"));
    }

    @Test
    void doesNothingWithoutAMajority() {
        manager("a");
        manager("b");
        pulses.remove(new NodeId("b"));
        demoted("c");
        pulses.remove(new NodeId("c"));
        manager("d");
        assertThat(next("a", "a", "b", "c")).isEqualTo(new RoleStep.Nothing());
    }

    @Test
    void doesNotTakeInWhomAMajorityCouldNotCarry() {
        manager("a");
        manager("b");
        manager("c");
        manager("d");
        pulses.remove(new NodeId("b"));
        assertThat(next("a", "a", "b", "c")).isEqualTo(members("a", "b", "c", "d"));
        pulses.remove(new NodeId("c"));
        assertThat(next("a", "a", "b", "c")).isEqualTo(new RoleStep.Nothing());
    }

    @Test
    void demotedLeaderHandsOver() {
        demoted("a");
        manager("b");
        manager("c");
        pulses.remove(new NodeId("b"));
        assertThat(next("a", "a", "b", "c")).isEqualTo(new RoleStep.TransferLeadership(new NodeId("c")));
        assertThat(next("c", "a", "b", "c")).isEqualTo(new RoleStep.Nothing());
        beat("b", true, false);
        assertThat(next("c", "a", "b", "c")).isEqualTo(members("b", "c"));
    }

    @Test
    void leaderThatLeavesHandsOverAndStaysAMember() {
        manager("a");
        manager("b");
        manager("c");
        beat("a", true, true);
        assertThat(next("a", "a", "b", "c")).isEqualTo(new RoleStep.TransferLeadership(new NodeId("b")));
        assertThat(next("b", "a", "b", "c")).isEqualTo(new RoleStep.Nothing());
    }

    @Test
    void lastManagerStaysWhateverIsAsked() {
        demoted("a");
        assertThat(next("a", "a")).isEqualTo(new RoleStep.Nothing());
        manager("b");
        assertThat(next("a", "a")).isEqualTo(members("a", "b"));
        assertThat(next("a", "a", "b")).isEqualTo(new RoleStep.TransferLeadership(new NodeId("b")));
    }

    @Test
    void onlyTheLogsLeaderTakesSteps() {
        manager("a");
        manager("b");
        RaftView follower = new RaftView(new NodeId("a"), Set.of(new NodeId("a")), false);
        assertThat(Roles.next(world.image, follower, seen(), world.now)).isEqualTo(new RoleStep.Nothing());
    }

    @Test
    void staleSignsOfLifeDoNotCount() {
        manager("a");
        manager("b");
        world.now = world.now.plusSeconds(3);
        assertThat(next("a", "a")).isEqualTo(new RoleStep.Nothing());
    }

    @Test
    void registersWhereAManagerServes() {
        promotedButNotReady("b");
        Node before = world.image.node(new NodeId("b")).orElseThrow();
        ManagerReady ready = new ManagerReady(before.id(), ENDPOINT);
        Change change = Roles.register(world.image, ready).orElseThrow();
        assertThat(change).isEqualTo(new Change.Put(before.withManager(ENDPOINT), before.version()));

        world.commit(List.of(change));
        assertThat(Roles.register(world.image, ready)).isEmpty();
        assertThat(Roles.register(
                        world.image, new ManagerReady(before.id(), new ManagerEndpoint("10.0.0.9:2377", 1, 2, 1, 1))))
                .isPresent();
    }

    @Test
    void doesNotRegisterWhoIsToBeAWorker() {
        demoted("a");
        world.put(World.node("w"));
        assertThat(Roles.register(world.image, new ManagerReady(new NodeId("w"), ENDPOINT)))
                .isEmpty();
        assertThat(Roles.register(
                        world.image, new ManagerReady(new NodeId("a"), new ManagerEndpoint("x:1", 1, 2, 0, 1))))
                .isEmpty();
        assertThat(Roles.register(world.image, new ManagerReady(new NodeId("nobody"), ENDPOINT)))
                .isEmpty();
    }

    @Test
    void anOfficeThatHasEndedDoesNotBeginAgain() {
        manager("a");
        demoted("b");
        NodeId b = new NodeId("b");
        world.put(world.image.node(b).orElseThrow().withSpec(spec(Role.MANAGER)));
        Node again = world.image.node(b).orElseThrow();
        assertThat(again.office()).isEqualTo(2);
        assertThat(Roles.office(again)).as("until it is out of the group").isEqualTo(1);
        assertThat(next("a", "a", "b")).isEqualTo(members("a"));
        assertThat(next("a", "a")).isEqualTo(new RoleStep.Unregister(b));

        world.commit(List.of(Roles.unregister(world.image, b).orElseThrow()));
        Node out = world.image.node(b).orElseThrow();
        assertThat(Roles.office(out)).isEqualTo(2);
        assertThat(Roles.disagrees(out, pulse(true, false))).isTrue();
        assertThat(Roles.register(world.image, new ManagerReady(b, ENDPOINT)))
                .as("its server has not heard yet")
                .isEmpty();
        ManagerReady anew = new ManagerReady(b, new ManagerEndpoint("10.0.0.1:2377", 1, 2, 2, 1));
        world.commit(List.of(Roles.register(world.image, anew).orElseThrow()));
        assertThat(next("a", "a")).as("no sign of life from the new office").isEqualTo(new RoleStep.Nothing());
        pulses.put(b, new Pulse(world.now, 2, new NodeId("a"), "s", 2, false));
        assertThat(next("a", "a")).isEqualTo(members("a", "b"));
    }

    @Test
    void aManagerThatLostItsLogBeginsANewOffice() {
        manager("a");
        manager("b");
        manager("c");
        NodeId c = new NodeId("c");
        pulses.put(c, new Pulse(world.now, 2, new NodeId("a"), "s", -1, false));
        assertThat(Roles.disagrees(world.image.node(c).orElseThrow(), pulses.get(c)))
                .as("it is not told to serve in the office that it lost")
                .isFalse();
        assertThat(next("a", "a", "b", "c")).isEqualTo(new RoleStep.Renew(c));

        world.commit(List.of(Roles.renew(world.image, c).orElseThrow()));
        assertThat(next("a", "a", "b", "c")).isEqualTo(members("a", "b"));
        assertThat(Roles.office(world.image.node(c).orElseThrow())).isEqualTo(1);
        assertThat(next("a", "a", "b")).isEqualTo(new RoleStep.Unregister(c));
        world.commit(List.of(Roles.unregister(world.image, c).orElseThrow()));
        assertThat(Roles.office(world.image.node(c).orElseThrow())).isEqualTo(2);
        assertThat(Roles.disagrees(world.image.node(c).orElseThrow(), pulses.get(c)))
                .isTrue();
    }

    @Test
    void aManagerThatLostItsLogDoesNotCountTowardsAMajority() {
        manager("a");
        manager("b");
        manager("c");
        pulses.put(new NodeId("b"), new Pulse(world.now, 2, new NodeId("a"), "s", -1, false));
        pulses.remove(new NodeId("c"));
        world.commit(List.of(Roles.renew(world.image, new NodeId("b")).orElseThrow()));
        assertThat(next("a", "a", "b", "c")).isEqualTo(new RoleStep.Nothing());
    }

    @Test
    void raisesTheFormatWhenTheLastManagerKnowsIt() {
        manager("a");
        manager("b");
        register("a", 2);
        assertThat(next("a", "a", "b")).isEqualTo(new RoleStep.Nothing());
        register("b", 3);
        assertThat(next("a", "a", "b")).isEqualTo(new RoleStep.RaiseFormat(2));

        world.commit(List.of(Roles.raise(world.image, 2).orElseThrow()));
        assertThat(world.image.format()).isEqualTo(2);
        assertThat(next("a", "a", "b")).isEqualTo(new RoleStep.Nothing());
        assertThat(Roles.register(
                        world.image,
                        new ManagerReady(new NodeId("b"), new ManagerEndpoint("10.0.0.1:2377", 1, 2, 1, 1))))
                .as("a server that is too old")
                .isEmpty();
    }

    private void register(String name, int format) {
        ManagerReady ready = new ManagerReady(new NodeId(name), new ManagerEndpoint("10.0.0.1:2377", 1, 2, 1, format));
        world.commit(List.of(Roles.register(world.image, ready).orElseThrow()));
    }

    @Test
    void unregistersWithTheVersionItSaw() {
        demoted("a");
        Node before = world.image.node(new NodeId("a")).orElseThrow();
        assertThat(Roles.unregister(world.image, before.id()))
                .contains(new Change.Put(before.withManager(null), before.version()));
        manager("b");
        assertThat(Roles.unregister(world.image, new NodeId("b"))).isEmpty();
    }

    @Test
    void tellsWhoseServerHasAnotherRole() {
        Node worker = World.node("w");
        Node promoted = worker.withSpec(spec(Role.MANAGER));
        Node manager = promoted.withManager(ENDPOINT);
        Node leavingOffice = manager.withSpec(spec(Role.WORKER));
        assertThat(Roles.disagrees(worker, pulse(false, false))).isFalse();
        assertThat(Roles.disagrees(worker, pulse(true, false))).isTrue();
        assertThat(Roles.disagrees(promoted, pulse(false, false))).isTrue();
        assertThat(Roles.disagrees(manager, pulse(true, false))).isFalse();
        assertThat(Roles.disagrees(manager, pulse(false, false))).isTrue();
        assertThat(Roles.disagrees(manager, pulse(false, true))).isFalse();
        assertThat(Roles.disagrees(leavingOffice, pulse(true, false)))
                .as("until it is out of the group")
                .isFalse();
    }

    private void manager(String name) {
        put(World.node(name).withSpec(spec(Role.MANAGER)).withManager(ENDPOINT), true);
    }

    private void demoted(String name) {
        put(World.node(name).withSpec(spec(Role.MANAGER)).withManager(ENDPOINT).withSpec(spec(Role.WORKER)), true);
    }

    private void promotedButNotReady(String name) {
        put(World.node(name).withSpec(spec(Role.MANAGER)), true);
    }

    private void put(Node node, boolean serves) {
        world.put(node);
        beat(node.id().value(), serves, false);
    }

    private void beat(String name, boolean manager, boolean leaving) {
        pulses.put(new NodeId(name), pulse(manager, leaving));
    }

    private Pulse pulse(boolean manager, boolean leaving) {
        return new Pulse(world.now, 1, new NodeId("a"), "s", manager ? 1 : 0, leaving);
    }

    private static NodeSpec spec(Role role) {
        return new NodeSpec("", Map.of(), role, Availability.ACTIVE);
    }

    private RoleStep next(String self, String... group) {
        return Roles.next(world.image, new RaftView(new NodeId(self), ids(group), true), seen(), world.now);
    }

    private static RoleStep members(String... names) {
        return new RoleStep.SetMembers(ids(names));
    }

    private static Set<NodeId> ids(String... names) {
        return Arrays.stream(names).map(NodeId::new).collect(Collectors.toSet());
    }

    private SeenState seen() {
        return new SeenState() {
            @Override
            public Optional<TaskStatus> task(TaskId id) {
                return Optional.empty();
            }

            @Override
            public Optional<Pulse> pulse(NodeId id) {
                return Optional.ofNullable(pulses.get(id));
            }
        };
    }
}
