package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Nodes become managers and workers again while they run. */
@OnLabWithEachCli
@Order(22)
final class RolesTest extends LabFixture {
    RolesTest(Cli cli, Lab lab) {
        super(cli, lab);
    }

    @Test
    void promotedNodesCanBeReachedAndDemotedOnesAreWorkersAgain() {
        cluster.have("h1");
        cluster.createRunning("web", 3);
        var before = cluster.slots("web", Lab.HOSTS);
        assertThat(h1.ok("node promote h2")).isEqualTo("Node h2 promoted to a manager in the swarm.");
        cluster.awaitManagers(Await.SOON, "h1", "h2");
        assertThat(h2.ok("service ls --format {{.Name}}/{{.Replicas}}")).isEqualTo("web/3/3");
        assertThat(h1.ok("node promote h2")).contains("is already a manager");
        assertThat(h2.ok("node update --role manager h3")).isEqualTo("h3");
        cluster.awaitManagers(Await.SOON, ALL);
        h1.refused(
                "is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal",
                "node rm h3");
        assertThat(h3.ok("node demote h2")).isEqualTo("Manager h2 demoted in the swarm.");
        cluster.awaitManagers(Await.SOON, "h1", "h3");
        h2.refused(ON_A_WORKER, "node ls");
        assertThat(h1.ok("node update --role worker h3")).isEqualTo("h3");
        cluster.awaitManagers(Await.SOON, "h1");
        h1.refused("attempting to demote the last manager of the swarm", "node demote h1");
        assertThat(cluster.slots("web", Lab.HOSTS)).as("untouched by all that").isEqualTo(before);
    }

    @Test
    void aLeaderThatIsDemotedHandsOver() {
        cluster.have(ALL);
        cluster.createRunning("web", 3);
        String leader = cluster.leader("h1");
        String other = Lab.without(leader).get(0);
        cluster.at(leader).ok("node demote " + leader);
        cluster.awaitManagers(Await.SOON, Lab.without(leader).toArray(String[]::new));
        assertThat(cluster.leader(other)).isNotEqualTo(leader);
        cluster.at(leader).refused(ON_A_WORKER, "service ls");
        cluster.at(other).ok("service scale --detach web=4");
        cluster.awaitRunning(other, "web", 4, Lab.HOSTS);
        cluster.at(other).ok("node promote " + leader);
        cluster.awaitManagers(Await.SOON, ALL);
    }

    @Test
    void aManagerOfThreeIsWarnedWhenItLeaves() {
        cluster.have(ALL);
        h3.refused(
                "You are attempting to leave the swarm on a node that is participating as a manager.", "swarm leave");
        cluster.awaitManagers(Await.SOON, ALL);
        assertThat(h3.ok("swarm leave --force")).isEqualTo("Node left the swarm.");
        assertThat(cluster.localState("h3")).isEqualTo("inactive");
        Await.until(
                Await.LONG,
                () -> assertThat(cluster.node("h2", "h3"))
                        .satisfies(node -> assertThat(node.status()).isEqualTo("Down"))
                        .satisfies(node -> assertThat(node.manager()).isIn("Unreachable", "")));
        // What is left is two of three: a majority.
        cluster.create("h2", "web", "--replicas", "4");
        cluster.awaitRunning("h1", "web", 4, Lab.without("h3"));
        String former = cluster.node("h1", "h3").id();
        h1.run("node", "demote", former);
        Await.until(
                Await.SOON, () -> assertThat(h1.ok("node rm --force " + former)).isEqualTo(former));
        assertThat(cluster.join("h3", "manager")).isEqualTo("This node joined a swarm as a manager.");
        cluster.awaitManagers(Await.LONG, ALL);
    }
}
