package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Managers die and are restarted: another one leads, and no acknowledged write is lost. */
@OnLab
@Order(26)
final class LeaderDeathTest extends LabFixture {
    /** Several times what is usual: the machine may be busy. */
    private static final Duration ACCEPTED = Duration.ofSeconds(12);

    LeaderDeathTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @BeforeEach
    void haveThreeManagers() {
        cluster.have(ALL);
    }

    @Test
    void anotherManagerLeadsWhenTheLeaderDies() {
        cluster.createRunning("web", 6);
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cluster.create(Lab.HOSTS.get(i % 3), "kept" + i, "--replicas", "0");
            acknowledged.add("kept" + i);
        }
        String leader = cluster.leader("h1");
        List<String> others = Lab.without(leader);
        String other = others.get(0);
        long from = System.nanoTime();
        lab.kill(leader);
        Await.until(
                lab.isPriok() ? ACCEPTED : Await.LONG,
                () -> assertThat(cluster.at(other).run("service", "scale", "--detach", "web=7"))
                        .satisfies(result ->
                                assertThat(result.exit()).as("%s", result).isZero()));
        tell("leader's power failure until another accepted service scale", System.nanoTime() - from);
        Await.until(Await.LONG, () -> cluster.assertEachOnce("web", 7, others));
        tell("leader's power failure until all its tasks ran elsewhere", System.nanoTime() - from);
        Await.until(Await.SOON, () -> assertThat(cluster.leader(other)).isNotEqualTo(leader));
        assertThat(services(other)).containsAll(acknowledged).contains("web");
        Await.until(
                Await.SOON,
                () -> assertThat(cluster.node(other, leader))
                        .satisfies(node -> assertThat(node.status()).isEqualTo("Down"))
                        .satisfies(node -> assertThat(node.manager()).isEqualTo("Unreachable")));

        lab.start(leader);
        cluster.awaitManagers(Await.LONG, ALL);
        Await.until(Await.SOON, () -> {
            cluster.assertOnlyItsOwn(other, leader);
            cluster.assertEachOnce("web", 7, Lab.HOSTS);
        });
        // It has caught up.
        Await.until(Await.SOON, () -> assertThat(services(leader)).containsAll(acknowledged));
        assertThat(cluster.at(leader).ok("service inspect --format {{.Spec.Mode.Replicated.Replicas}} web"))
                .isEqualTo("7");
    }

    @Test
    void aRollingRestartLosesNoAcknowledgedWrite() {
        if (!lab.isPriok()) {
            return;
        }
        cluster.createRunning("web", 3);
        var before = cluster.slots("web", Lab.HOSTS);
        try (Writers writers = new Writers(cluster, Lab.HOSTS)) {
            writers.awaitMore(3);
            for (String host : Lab.HOSTS) {
                lab.restartServer(host);
                cluster.awaitManagers(Await.LONG, ALL);
                writers.awaitMore(3);
            }
            var acknowledged = writers.stop();
            tell("longest time without an accepted write, of " + acknowledged.size(), writers.longestGap());
            for (String host : Lab.HOSTS) {
                Await.until(Await.SOON, () -> assertThat(services(host)).containsAll(acknowledged));
            }
            assertThat(Duration.ofNanos(writers.longestGap())).isLessThan(Duration.ofSeconds(20));
        }
        Await.until(Await.SOON, () -> cluster.assertEachOnce("web", 3, Lab.HOSTS));
        assertThat(cluster.slots("web", Lab.HOSTS)).isEqualTo(before);
    }

    @Test
    @Tag("soak")
    void leadersWhoseServersAreKilledAreSucceededSoon() {
        succession("leader's server killed until another accepted service scale", leader -> {
            lab.command("server", leader, "kill").ok();
            return () -> lab.command("server", leader, "start").ok();
        });
    }

    @Test
    @Tag("soak")
    void leadersWithoutPowerAreSucceededSoon() {
        succession("leader's power failure until another accepted service scale", leader -> {
            lab.kill(leader);
            return () -> lab.start(leader);
        });
    }

    /** Ends a leader; what is returned brings it back. */
    private interface Death {
        Runnable of(String leader);
    }

    /** The time counts from before the blow, so it is rather too long than too short. */
    private void succession(String what, Death death) {
        int runs = Integer.getInteger("priok.lab.deaths", 3);
        cluster.create("h1", "web", "--replicas", "0");
        List<Long> times = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            String replicas = "web=" + run % 2;
            String leader = cluster.leader("h1");
            String other = Lab.without(leader).get(run % 2);
            long from = System.nanoTime();
            Runnable back = death.of(leader);
            Await.until(
                    Await.LONG,
                    () -> assertThat(cluster.at(other).run("service", "scale", "--detach", replicas))
                            .satisfies(result ->
                                    assertThat(result.exit()).as("%s", result).isZero()));
            times.add(System.nanoTime() - from);
            tell(what, times.get(run - 1));
            back.run();
            cluster.awaitManagers(Await.LONG, ALL);
        }
        times.sort(null);
        tell("median of " + runs + ", " + what, times.get(runs / 2));
        tell("worst of " + runs + ", " + what, times.get(runs - 1));
        if (lab.isPriok()) {
            assertThat(Duration.ofNanos(times.get(runs - 1))).isLessThan(ACCEPTED);
        }
    }

    private List<String> services(String asked) {
        return cluster.at(asked).ok("service ls --format {{.Name}}").lines().toList();
    }
}
