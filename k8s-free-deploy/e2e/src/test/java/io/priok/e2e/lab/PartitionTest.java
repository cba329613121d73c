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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Managers that cannot reach each other: the majority goes on, a minority says that it cannot, and afterwards they agree. */
@OnLab
@Order(30)
@Tag("soak")
final class PartitionTest extends LabFixture {
    /** A leader without its majority may believe in itself for an election time-out, and requests then wait some more. */
    private static final Duration NOTICED = Duration.ofSeconds(20);

    private static final String NO_LEADER = "The swarm does not have a leader. It's possible that too few managers are"
            + " online. Make sure more than half of the managers are online.";

    PartitionTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @BeforeEach
    void haveThreeManagers() {
        cluster.have(ALL);
    }

    @Test
    void aLeaderThatIsCutOffRefusesAndTheOthersGoOn() {
        cluster.createRunning("web", 3);
        String leader = cluster.leader("h1");
        String other = Lab.without(leader).get(0);
        lab.cut(leader);
        Await.until(NOTICED, () -> refusesAll(leader));
        Await.until(NOTICED, () -> cluster.create(other, "meanwhile", "--replicas", "0"));
        // What it has not accepted must not come to light later.
        assertThat(create(leader, "lost").exit()).isNotZero();
        lab.heal(leader);
        long from = System.nanoTime();
        cluster.awaitManagers(Await.LONG, ALL);
        tell("link of the former leader healed until it is Reachable", System.nanoTime() - from);
        allAgree(List.of("meanwhile", "web"));
        cluster.awaitRunning(other, "web", 3, Lab.HOSTS);
    }

    @Test
    void aFollowerThatIsCutOffRefusesAndCatchesUp() {
        String leader = cluster.leader("h1");
        String follower = Lab.without(leader).get(0);
        lab.cut(follower);
        Await.until(NOTICED, () -> refusesAll(follower));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            cluster.create(leader, "while" + i, "--replicas", "0");
            names.add("while" + i);
        }
        lab.heal(follower);
        cluster.awaitManagers(Await.LONG, ALL);
        allAgree(names);
    }

    @Test
    void noneOfThreeThatAreAllAloneAcceptsAnything() {
        cluster.createRunning("web", 3);
        var before =
                Lab.HOSTS.stream().map(host -> cluster.containers("web", host)).toList();
        Lab.HOSTS.forEach(lab::cut);
        for (String host : Lab.HOSTS) {
            Await.until(NOTICED, () -> refusesAll(host));
        }
        Await.throughout(
                Duration.ofSeconds(5),
                () -> assertThat(create("h2", "alone").exit()).isNotZero());
        assertThat(Lab.HOSTS.stream()
                        .map(host -> cluster.containers("web", host))
                        .toList())
                .as("tasks run on without managers")
                .isEqualTo(before);
        Lab.HOSTS.forEach(lab::heal);
        long from = System.nanoTime();
        Await.until(Await.LONG, () -> cluster.create("h1", "together", "--replicas", "0"));
        tell("three-way split healed until an accepted write", System.nanoTime() - from);
        cluster.awaitManagers(Await.LONG, ALL);
        // The leader could not say what would become of what it was asked before it noticed, and said so by an error.
        allAgree(List.of("together", "web"), "refused");
        Await.until(Await.LONG, () -> cluster.assertEachOnce("web", 3, Lab.HOSTS));
    }

    @Test
    void aLeaderThatSleptHasNoEffectWhenItWakes() {
        sleep(Duration.ofSeconds(15));
    }

    @Test
    void aLeaderThatSleptForAMinuteHasNoEffectWhenItWakes() {
        sleep(Duration.ofSeconds(60));
    }

    /** Writes go to the leader when it falls asleep, and wait there until it wakes. */
    private void sleep(Duration time) {
        if (!lab.isPriok()) {
            return;
        }
        cluster.createRunning("web", 6);
        String leader = cluster.leader("h1");
        List<String> others = Lab.without(leader);
        String other = others.get(0);
        try (Writers writers = new Writers(cluster, List.of(leader))) {
            writers.awaitMore(3);
            lab.command("pause", leader).ok();
            long asleep = System.nanoTime();
            Await.until(
                    NOTICED,
                    () -> assertThat(cluster.at(other)
                                    .run("service", "scale", "--detach", "web=2")
                                    .exit())
                            .isZero());
            cluster.at(other).ok("service create --detach --name fresh --replicas 4 demo:1");
            Await.until(Await.LONG, () -> cluster.assertEachOnce("fresh", 4, others));
            Await.until(Await.LONG, () -> cluster.assertEachOnce("web", 2, others));
            Await.pause(time.minusNanos(System.nanoTime() - asleep));
            Sleeper sleeper = new Sleeper(lab, leader);
            sleeper.assertNobodyWillObeyIt();
            lab.command("resume", leader).ok();
            cluster.awaitManagers(Await.LONG, ALL);
            assertThat(cluster.leader(other)).isNotEqualTo(leader);
            writers.awaitMore(1);
            Set<String> acknowledged = writers.stop();
            // What its agent ran is not wanted there any more, and what it ordered as a leader six tasks ago is not
            // obeyed.
            Await.until(Await.SOON, () -> {
                cluster.assertEachOnce("fresh", 4, Lab.HOSTS);
                cluster.assertEachOnce("web", 2, Lab.HOSTS);
            });
            Await.throughout(Duration.ofSeconds(5), () -> cluster.assertEachOnce("web", 2, Lab.HOSTS));
            for (String host : Lab.HOSTS) {
                Await.until(
                        Await.SOON,
                        () -> assertThat(services(host))
                                .contains("fresh", "web")
                                .containsAll(acknowledged));
            }
            Await.until(Await.SOON, sleeper::assertNothingOfItIsInALog);
            System.out.println("lab: " + sleeper.records());
        }
    }

    /** Neither writes nor answers that must be current. */
    private void refusesAll(String host) {
        create(host, "refused").refused(NO_LEADER);
        cluster.at(host).refused(NO_LEADER, "service ls");
        cluster.at(host).refused(NO_LEADER, "node ls");
    }

    private Command.Result create(String host, String name) {
        return cluster.createCommand(host, name, "--replicas", "0").run();
    }

    /** Every manager lists these services, once each, and no others but perhaps the doubtful ones, about which they agree as well. */
    private void allAgree(List<String> names, String... doubtful) {
        List<String> first = services("h1");
        List<String> certain = new ArrayList<>(first);
        certain.removeAll(List.of(doubtful));
        assertThat(certain).isEqualTo(names.stream().sorted().toList());
        for (String host : Lab.HOSTS) {
            Await.until(
                    Await.SOON,
                    () -> assertThat(services(host)).as("at " + host).isEqualTo(first));
        }
    }

    private List<String> services(String host) {
        return cluster.at(host)
                .ok("service ls --format {{.Name}}")
                .lines()
                .sorted()
                .toList();
    }
}
