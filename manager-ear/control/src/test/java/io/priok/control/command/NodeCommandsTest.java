package io.priok.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.control.Fixture;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Refusal;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tables of swarms. A swarm is a text with a letter for each of its nodes, n1 and so on: {@code R} a manager that is ready, {@code D}
 * one that is down, {@code U} one of a state unknown, {@code P} promoted but not in the group yet, {@code L} demoted but still
 * in the group, {@code w} a worker, {@code d} one that is down, {@code u} one of a state unknown.
 */
class NodeCommandsTest {
    private static final String QUORUM =
            "rpc error: code = FailedPrecondition desc = can't remove member from the raft:"
                    + " this would result in a loss of quorum";
    private static final String NOT_MEMBER = "rpc error: code = NotFound desc = can't find manager in raft memberlist";
    private static final String LAST =
            "rpc error: code = FailedPrecondition desc = attempting to demote the last manager of the swarm";

    private final Fixture fixture = new Fixture();
    private final NodeCommands commands = new NodeCommands(fixture.author);

    @ParameterizedTest(name = "demotes n1 of {0}: {1}")
    @CsvSource({
        "R, last",
        "Rww, last",
        "DL, last",
        "RR, granted",
        "RU, granted",
        "DR, granted",
        "RD, quorum",
        "DD, quorum",
        "RP, quorum",
        "PR, member",
        "PRD, member",
        "RRR, granted",
        "RRD, quorum",
        "DRR, granted",
        "RLR, granted",
        "RRRR, granted",
        "RRRD, granted",
        "RRDD, quorum",
        "RRRRR, granted",
        "RRRRD, granted",
        "RRRDD, quorum",
        "DRRRD, granted",
        "DRRDD, quorum"
    })
    void demotion(String swarm, String expected) {
        found(swarm);
        assertThat(answer(() -> commands.update(fixture.image(), node(1), node(1).version(), spec(Role.WORKER))))
                .isEqualTo(
                        switch (expected) {
                            case "last" -> LAST;
                            case "quorum" -> QUORUM;
                            case "member" -> NOT_MEMBER;
                            default -> expected;
                        });
    }

    @ParameterizedTest(name = "removes n1 of {0}, by force {1}: {2}")
    @CsvSource({
        "wR, false, not down",
        "wR, true, granted",
        "dR, false, granted",
        "dR, true, granted",
        "uR, false, granted",
        "RR, false, manager",
        "RR, true, manager",
        "DRR, false, manager",
        "DRR, true, manager",
        "PR, false, not down",
        "PR, true, granted",
        "LR, false, not down",
        "LR, true, granted"
    })
    void removal(String swarm, boolean force, String expected) {
        found(swarm);
        assertThat(answer(() -> commands.remove(node(1), force)))
                .isEqualTo(
                        switch (expected) {
                            case "not down" ->
                                "rpc error: code = FailedPrecondition desc = node n1 is not down and can't be removed";
                            case "manager" ->
                                "rpc error: code = FailedPrecondition desc = node n1 is a cluster manager and is a member of"
                                        + " the raft cluster. It must be demoted to worker before removal";
                            default -> expected;
                        });
    }

    @ParameterizedTest(name = "n1 of {0} leaves: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "wR    | granted",
                "R     | Removing the last manager erases all current state of the swarm. Use `--force` to ignore this"
                        + " message. ",
                "Rww   | Removing the last manager erases all current state of the swarm. Use `--force` to ignore this"
                        + " message. ",
                "RR    | leaves 1 of 2",
                "RD    | leaves 0 of 2",
                "RRR   | safe",
                "RRU   | safe",
                "RRD   | leaves 1 of 3",
                "RRRR  | safe",
                "RRRD  | leaves 2 of 4",
                "RRRRR | safe",
                "RRRRD | safe",
                "RRRDD | leaves 2 of 5",
                "PR    | consensus"
            })
    void leaving(String swarm, String expected) {
        found(swarm);
        String begin = "You are attempting to leave the swarm on a node that is participating as a manager. ";
        String end = "The only way to restore a swarm that has lost consensus is to reinitialize it with"
                + " `--force-new-cluster`. Use `--force` to suppress this message.";
        String text;
        if (expected.equals("granted")) {
            text = expected;
        } else if (expected.startsWith("leaves")) {
            text = begin + "Removing this node leaves " + expected.charAt(7) + " managers out of " + expected.charAt(12)
                    + ". Without a Raft quorum your swarm will be inaccessible. " + end;
        } else if (expected.equals("safe")) {
            text = begin + end;
        } else if (expected.equals("consensus")) {
            text = begin + "Doing so may lose the consensus of your cluster. " + end;
        } else {
            text = begin + expected + " ";
        }
        assertThat(answer(() -> {
                    SwarmCommands.checkLeave(fixture.image(), new NodeId("n1"));
                    return null;
                }))
                .isEqualTo(text);
    }

    @Test
    void demotionsAtTheSameMomentDoNotTakeTheLastManager() {
        found("RR");
        Transaction first = commands.update(fixture.image(), node(1), node(1).version(), spec(Role.WORKER));
        Transaction second = commands.update(fixture.image(), node(2), node(2).version(), spec(Role.WORKER));
        assertThat(fixture.apply(first)).isInstanceOf(Outcome.Applied.class);
        assertThat(fixture.apply(second))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.message()).isEqualTo("update out of sequence"));
        assertThat(answer(() -> commands.update(fixture.image(), node(2), node(2).version(), spec(Role.WORKER))))
                .isEqualTo(LAST);
    }

    @Test
    void demotionsOneAfterTheOtherLeaveOne() {
        found("RRR");
        for (int number : new int[] {3, 2}) {
            fixture.apply(
                    commands.update(fixture.image(), node(number), node(number).version(), spec(Role.WORKER)));
            assertThat(node(number).spec().role()).isEqualTo(Role.WORKER);
        }
        assertThat(answer(() -> commands.update(fixture.image(), node(1), node(1).version(), spec(Role.WORKER))))
                .isEqualTo(LAST);
    }

    @Test
    void promotionNeedsNobodysLeave() {
        found("Rwdd");
        for (int number : new int[] {2, 3}) {
            assertThat(answer(() -> commands.update(
                            fixture.image(), node(number), node(number).version(), spec(Role.MANAGER))))
                    .isEqualTo("granted");
        }
    }

    @Test
    void staleVersionsAreRefusedAfterTheReasons() {
        found("RRw");
        assertThat(answer(() -> commands.update(fixture.image(), node(3), 1, spec(Role.MANAGER))))
                .isEqualTo("rpc error: code = Unknown desc = update out of sequence");
        assertThat(answer(() -> commands.update(fixture.image(), node(1), 1, spec(Role.WORKER))))
                .isEqualTo("rpc error: code = Unknown desc = update out of sequence");
    }

    private interface Command {
        Transaction run();
    }

    private String answer(Command command) {
        try {
            Transaction transaction = command.run();
            if (transaction != null) {
                assertThat(fixture.apply(transaction)).isInstanceOf(Outcome.Applied.class);
            }
            return "granted";
        } catch (Refusal refusal) {
            return refusal.text();
        }
    }

    private void found(String swarm) {
        fixture.put(Change.create(new Cluster(
                new ClusterId("c"),
                Meta.created(Fixture.NOW),
                ClusterSpec.defaults(),
                new JoinTokens("w", "m"),
                List.of(),
                24,
                4789,
                false,
                1)));
        for (int i = 0; i < swarm.length(); i++) {
            char letter = swarm.charAt(i);
            Node node = fixture.node("n" + (i + 1), "h" + (i + 1), false, state(letter));
            ManagerEndpoint endpoint =
                    "RDUL".indexOf(letter) < 0 ? null : new ManagerEndpoint("10.0.0." + i + ":2377", 1, 2, 1, 1);
            Role role = "RDUP".indexOf(letter) < 0 ? Role.WORKER : Role.MANAGER;
            fixture.put(Change.update(node.withSpec(spec(role))
                    .withManager(endpoint)
                    .withStatus(new NodeStatus(state(letter), "", "10.0.0." + i))));
        }
    }

    private static NodeState state(char letter) {
        return switch (letter) {
            case 'D', 'd' -> NodeState.DOWN;
            case 'U', 'u' -> NodeState.UNKNOWN;
            default -> NodeState.READY;
        };
    }

    private static NodeSpec spec(Role role) {
        return new NodeSpec("", Map.of(), role, Availability.ACTIVE);
    }

    private Node node(int number) {
        return fixture.image().node(new NodeId("n" + number)).orElseThrow();
    }
}
