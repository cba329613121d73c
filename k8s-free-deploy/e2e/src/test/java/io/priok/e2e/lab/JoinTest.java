package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Hosts come into the Swarm by its tokens, and leave it. */
@OnLabWithEachCli
@Order(21)
final class JoinTest extends LabFixture {
    private static final String TOKEN = "SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}";

    JoinTest(Cli cli, Lab lab) {
        super(cli, lab);
    }

    @Test
    void hostsJoinByTheTokensThatAreShown() {
        lab.mend();
        Lab.HOSTS.forEach(cluster::leave);
        h1.refused(NO_SWARM, "node ls");
        assertThat(cluster.init("h1"))
                .containsPattern("Swarm initialized: current node \\([0-9a-z]{25}\\) is now a manager\\.")
                .containsPattern("docker swarm join --token " + TOKEN + " 10\\.99\\.0\\.11:2377");
        String worker = cluster.token("worker");
        String manager = cluster.token("manager");
        assertThat(List.of(worker, manager))
                .allMatch(token -> token.matches(TOKEN))
                .doesNotHaveDuplicates();
        assertThat(h1.ok("swarm join-token worker"))
                .contains("To add a worker to this swarm, run the following command:")
                .contains("docker swarm join --token " + worker + " 10.99.0.11:2377");
        assertThat(h1.ok("swarm join-token manager"))
                .contains("To add a manager to this swarm, run the following command:")
                .contains("docker swarm join --token " + manager + " 10.99.0.11:2377");
        assertThat(h2.ok("swarm join --token " + worker + " 10.99.0.11:2377"))
                .isEqualTo("This node joined a swarm as a worker.");
        assertThat(h3.ok("swarm join --token " + manager + " 10.99.0.11:2377"))
                .isEqualTo("This node joined a swarm as a manager.");
        cluster.awaitManagers(Await.SOON, "h1", "h3");
        theTableStarsTheNodeThatIsAsked();
        infoTellsWhereTheManagersAre();
        aWorkerAnswersNoCommandsOfAManager();
        h2.refused(
                "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another one.",
                "swarm join --token " + worker + " 10.99.0.11:2377");
    }

    private void theTableStarsTheNodeThatIsAsked() {
        assertThat(h1.ok("node ls")
                        .lines()
                        .map(line -> line.replaceAll(" +", " ").strip()))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("ID HOSTNAME STATUS AVAILABILITY MANAGER STATUS"),
                        line -> assertThat(line).matches("[0-9a-z]{25} \\* h1 Ready Active Leader \\S+"),
                        line -> assertThat(line).matches("[0-9a-z]{25} h2 Ready Active \\S+"),
                        line -> assertThat(line).matches("[0-9a-z]{25} h3 Ready Active Reachable \\S+"));
        assertThat(h3.ok("node ls"))
                .containsPattern("[0-9a-z]{25} +h1 +Ready +Active +Leader ")
                .containsPattern("[0-9a-z]{25} \\* +h3 +Ready +Active +Reachable ");
        assertThat(h3.ok("node inspect --pretty h1"))
                .containsPattern("Address:\\s+10\\.99\\.0\\.11\\n")
                .containsPattern("Address:\\s+10\\.99\\.0\\.11:2377")
                .containsPattern("Leader:\\s+Yes");
    }

    private void infoTellsWhereTheManagersAre() {
        for (String host : Lab.HOSTS) {
            Await.until(
                    Await.SOON,
                    () -> assertThat(cluster.at(host).ok("info"))
                            .contains(" Swarm: active\n")
                            .contains("  Is Manager: " + !host.equals("h2") + "\n")
                            .contains("  Node Address: " + Lab.address(host) + "\n")
                            .containsPattern("  Manager Addresses:\n(   10\\.99\\.0\\.1[13]:2377\n){2}"));
        }
        assertThat(h3.ok("info")).contains("  Managers: 2\n", "  Nodes: 3\n");
        assertThat(h3.ok("info --format {{.Swarm.Cluster.ID}}"))
                .isEqualTo(h1.ok("info --format {{.Swarm.Cluster.ID}}"));
    }

    private void aWorkerAnswersNoCommandsOfAManager() {
        for (String words : List.of(
                "node ls",
                "service ls",
                "service create --name x demo:1",
                "service ps x",
                "swarm join-token worker",
                "node inspect self",
                "swarm update --task-history-limit 3")) {
            h2.refused(ON_A_WORKER, words);
        }
        assertThat(h2.ok("network ls")).contains("bridge");
    }

    @Test
    void tokensThatAreNotTheSwarmsAreRefused() {
        cluster.have("h1");
        // A Swarm of its own, for a token that is good, but elsewhere.
        cluster.leave("h3");
        cluster.init("h3");
        String elsewhere = h3.ok("swarm join-token -q worker");
        cluster.leave("h3");
        refusesToJoin("remote CA does not match fingerprint. Expected: ", elsewhere);
        refusesToJoin("invalid join token", "garbage");
        String token = cluster.token("worker");
        String wrong = token.substring(0, token.length() - 1) + (token.endsWith("a") ? "b" : "a");
        refusesToJoin("A valid join token is necessary to join this cluster", wrong);

        String manager = cluster.token("manager");
        assertThat(h1.ok("swarm join-token --rotate worker"))
                .startsWith("Successfully rotated worker join token.")
                .doesNotContain(token);
        assertThat(cluster.token("manager")).isEqualTo(manager);
        refusesToJoin("A valid join token is necessary to join this cluster", token);
        assertThat(cluster.localState("h3")).isEqualTo("inactive");

        assertThat(cluster.join("h3", "worker")).isEqualTo("This node joined a swarm as a worker.");
        // h3 was in the Swarm before: its former node stays in the list until it is removed.
        Await.until(
                Await.SOON,
                () -> assertThat(cluster.nodes("h1").stream()
                                .filter(node -> node.name().equals("h3")))
                        .hasSize(2)
                        .anyMatch(node -> node.status().equals("Ready")));
        String former = cluster.nodes("h1").stream()
                .filter(node -> node.name().equals("h3") && !node.status().equals("Ready"))
                .map(Cluster.Node::id)
                .findFirst()
                .orElseThrow();
        assertThat(h1.ok("node rm " + former)).isEqualTo(former);
        assertThat(cluster.nodes("h1")).hasSize(3);
    }

    private void refusesToJoin(String why, String token) {
        h3.refused(why, "swarm join --token " + token + " 10.99.0.11:2377");
        if (!lab.isPriok()) {
            // Docker's goes on trying.
            cluster.leave("h3");
        }
    }

    @Test
    void aNodeLeavesIsRemovedAndJoinsAgain() {
        cluster.have("h1");
        cluster.createRunning("web", 3);
        h1.refused("is not down and can't be removed", "node rm h3");
        String before = cluster.node("h1", "h3").id();
        assertThat(h3.ok("swarm leave")).isEqualTo("Node left the swarm.");
        assertThat(cluster.localState("h3")).isEqualTo("inactive");
        h3.refused("This node is not part of a swarm", "swarm leave");
        Await.until(
                Await.SOON, () -> assertThat(cluster.containers("web", "h3")).isEmpty());
        cluster.awaitStatus("h1", "h3", "Down");
        cluster.awaitRunning("h1", "web", 3, Lab.without("h3"));
        assertThat(h1.ok("node rm h3")).isEqualTo("h3");
        assertThat(cluster.nodes("h1")).hasSize(2);
        cluster.join("h3", "worker");
        cluster.awaitStatus("h1", "h3", "Ready");
        assertThat(cluster.node("h1", "h3").id()).isNotEqualTo(before);
        h1.ok("service scale --detach web=6");
        cluster.awaitRunning("h1", "web", 6, Lab.HOSTS);
        assertThat(cluster.containers("web", "h3")).isNotEmpty();
    }

    @Test
    void aNodeIsRemovedByForceAndLeavesAManagerOnlyByForce() {
        cluster.have("h1");
        cluster.createRunning("web", 3);
        h1.refused(
                "You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager"
                        + " erases all current state of the swarm. Use `--force` to ignore this message.",
                "swarm leave");
        assertThat(h1.ok("node rm --force h2")).isEqualTo("h2");
        assertThat(cluster.nodes("h1").stream().map(Cluster.Node::name)).containsExactlyInAnyOrder("h1", "h3");
        cluster.awaitRunning("h1", "web", 3, Lab.without("h2"));
        if (lab.isPriok()) {
            // Docker's lets the containers of a removed node run on until it leaves.
            Await.until(
                    Await.SOON,
                    () -> assertThat(cluster.containers("web", "h2")).isEmpty());
        }
        Command.Result left = h2.run("swarm", "leave", "--force");
        assertThat(left.err() + left.out()).containsAnyOf("Node left the swarm.", "This node is not part of a swarm");
        cluster.join("h2", "worker");
        cluster.awaitStatus("h1", "h2", "Ready");
        assertThat(h1.ok("swarm leave --force")).isEqualTo("Node left the swarm.");
        assertThat(cluster.localState("h1")).isEqualTo("inactive");
        Await.until(
                Await.SOON, () -> assertThat(cluster.containers("web", "h1")).isEmpty());
    }
}
