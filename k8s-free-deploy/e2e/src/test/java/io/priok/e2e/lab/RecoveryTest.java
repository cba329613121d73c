package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A majority of the managers is lost: one goes on alone, and those that come back are taken in again, as workers. */
@OnLab
@Order(31)
final class RecoveryTest extends LabFixture {
    private static final Duration NOTICED = Duration.ofSeconds(20);
    private static final String NO_LEADER = "The swarm does not have a leader.";
    private static final String FORCE = "swarm init --force-new-cluster --advertise-addr ";

    RecoveryTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @BeforeEach
    void haveThreeManagers() {
        cluster.have(ALL);
    }

    private Command.Result force(String host) {
        return cluster.at(host).run((FORCE + Lab.address(host)).split(" "));
    }

    @Test
    void aSurvivorGoesOnAloneAndTheOthersComeBackAsWorkers() {
        cluster.createRunning("web", 6);
        secret("password");
        List<String> acknowledged = new ArrayList<>(List.of("web"));
        for (int i = 0; i < 12; i++) {
            cluster.create(Lab.HOSTS.get(i % 3), "kept" + i, "--replicas", "0");
            acknowledged.add("kept" + i);
        }
        List<String> swarm = tokensAndIds("h1");
        Set<String> own = cluster.containers("web", "h1");
        assertThat(own).hasSize(2);
        List<String> started = startedAt("h1", own);

        lab.kill("h2");
        lab.kill("h3");
        Await.until(NOTICED, () -> cluster.at("h1").refused(NO_LEADER, "service ls"));
        assertThat(cluster.containers("web", "h1"))
                .as("tasks run on without a leader")
                .isEqualTo(own);

        long from = System.nanoTime();
        Command.Result forced = force("h1");
        assertThat(forced.exit()).as("%s", forced).isZero();
        assertThat(forced.out())
                .contains("Swarm initialized: current node (" + id("h1") + ") is now a manager.")
                .contains(swarm.get(0));
        tell("force-new-cluster until it answered", System.nanoTime() - from);
        from = System.nanoTime();
        cluster.create("h1", "after", "--replicas", "0");
        acknowledged.add("after");
        tell("the next write after it", System.nanoTime() - from);
        assertThat(tokensAndIds("h1")).isEqualTo(swarm);
        assertThat(services("h1")).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(h1.ok("secret ls --format {{.Name}}")).isEqualTo("password");
        h1.ok("secret rm password");
        assertThat(cluster.nodes("h1"))
                .filteredOn(node -> !node.manager().isEmpty())
                .extracting(Cluster.Node::name)
                .containsExactly("h1");
        Await.until(Await.LONG, () -> cluster.assertEachOnce("web", 6, List.of("h1")));
        assertThat(cluster.containers("web", "h1")).as("not restarted").containsAll(own);
        assertThat(startedAt("h1", own)).isEqualTo(started);

        // Both at once: they are a majority of the log that was.
        lab.command("start", "h2", "--no-wait").ok();
        lab.command("start", "h3", "--no-wait").ok();
        from = System.nanoTime();
        cluster.awaitManagers(Await.LONG, "h1");
        tell("power for the former managers until they were workers", System.nanoTime() - from);
        for (String host : Lab.without("h1")) {
            Await.until(Await.SOON, () -> cluster.at(host).refused(ON_A_WORKER, "service ls"));
            Await.until(Await.SOON, () -> cluster.assertOnlyItsOwn("h1", host));
            if (lab.isPriok()) {
                // What it held is not gone, should it have been more.
                Await.until(
                        Await.SOON,
                        () -> lab.on(host, "sh", "-c", "ls /var/lib/priok/operator/superseded-by-*.backup")
                                .ok());
            }
        }
        Await.until(Await.SOON, () -> cluster.assertEachOnce("web", 6, Lab.HOSTS));
        assertThat(startedAt("h1", own)).isEqualTo(started);
        assertThat(services("h1")).containsExactlyInAnyOrderElementsOf(acknowledged);

        h1.ok("node promote h2 h3");
        cluster.awaitManagers(Await.LONG, ALL);
        for (String host : Lab.HOSTS) {
            Await.until(Await.SOON, () -> assertThat(services(host)).containsExactlyInAnyOrderElementsOf(acknowledged));
        }
        // They count: the one that was alone may go now.
        lab.kill("h1");
        Await.until(NOTICED, () -> cluster.create("h2", "without", "--replicas", "0"));
        lab.start("h1");
        cluster.awaitManagers(Await.LONG, ALL);
        Await.until(Await.SOON, () -> assertThat(services("h1")).contains("without"));
    }

    /** The others were not dead, and went on as the majority that they are: when they hear of the recovery they give way. */
    @Test
    void aMajorityThatWasOnlyCutOffGivesWay() {
        if (!lab.isPriok()) {
            return;
        }
        cluster.createRunning("web", 3);
        lab.cut("h1");
        Await.until(NOTICED, () -> cluster.at("h1").refused(NO_LEADER, "service ls"));
        Await.until(NOTICED, () -> cluster.create("h2", "elsewhere", "--replicas", "2"));
        assertThat(force("h1").exit()).isZero();
        cluster.create("h1", "here", "--replicas", "0");
        assertThat(services("h1")).containsExactlyInAnyOrder("here", "web");
        assertThat(services("h2")).containsExactlyInAnyOrder("elsewhere", "web");

        lab.heal("h1");
        long from = System.nanoTime();
        cluster.awaitManagers(Await.LONG, "h1");
        tell("link healed until the former majority were workers", System.nanoTime() - from);
        assertThat(services("h1")).containsExactlyInAnyOrder("here", "web");
        for (String host : Lab.without("h1")) {
            Await.until(Await.SOON, () -> cluster.at(host).refused(ON_A_WORKER, "service ls"));
        }
        Await.until(Await.LONG, () -> {
            cluster.assertEachOnce("web", 3, Lab.HOSTS);
            cluster.assertEachOnce("elsewhere", 0, Lab.HOSTS);
        });
        h1.ok("node promote h2 h3");
        cluster.awaitManagers(Await.LONG, ALL);
    }

    @Test
    void theOnlyManagerMayDoItAndAWorkerMayNot() {
        cluster.have("h1");
        cluster.createRunning("web", 3);
        var before =
                Lab.HOSTS.stream().map(host -> cluster.containers("web", host)).toList();
        force("h2").refused(ON_A_WORKER);
        List<String> swarm = tokensAndIds("h1");
        assertThat(force("h1").exit()).isZero();
        assertThat(tokensAndIds("h1")).isEqualTo(swarm);
        cluster.awaitManagers(Await.LONG, "h1");
        cluster.awaitRunning("h1", "web", 3, Lab.HOSTS);
        assertThat(Lab.HOSTS.stream()
                        .map(host -> cluster.containers("web", host))
                        .toList())
                .isEqualTo(before);
    }

    private String id(String host) {
        return cluster.at(host).ok("info --format {{.Swarm.NodeID}}");
    }

    private void secret(String name) {
        lab.on(
                        "h1",
                        "sh",
                        "-c",
                        "echo hidden | " + cluster.cli().binary() + " --host " + lab.endpoint() + " secret create "
                                + name + " -")
                .ok();
    }

    private List<String> tokensAndIds(String host) {
        return List.of(
                cluster.at(host).ok("swarm join-token -q worker"),
                cluster.at(host).ok("swarm join-token -q manager"),
                cluster.at(host).ok("info --format {{.Swarm.Cluster.ID}}"),
                cluster.at(host).ok("info --format {{.Swarm.NodeID}}"));
    }

    private List<String> startedAt(String host, Set<String> containers) {
        return containers.stream()
                .map(name -> lab.engine(host)
                        .get("/containers/" + name + "/json")
                        .object()
                        .getJsonObject("State")
                        .getString("StartedAt"))
                .toList();
    }

    private List<String> services(String asked) {
        return cluster.at(asked).ok("service ls --format {{.Name}}").lines().toList();
    }
}
