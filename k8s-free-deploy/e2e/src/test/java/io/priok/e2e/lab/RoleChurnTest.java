package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promotions and demotions in random order while services are scaled: nothing is lost, and somebody leads. */
@OnLab
@Order(27)
final class RoleChurnTest extends LabFixture {
    /** The longest time without an accepted write; an election, and what a busy machine adds. */
    private static final Duration WITHOUT_LEADER = Duration.ofSeconds(12);

    RoleChurnTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @Test
    void twelveChangesOfRolesLoseNothing() {
        churn(Integer.getInteger("priok.lab.changes", 12));
    }

    @Test
    @Tag("soak")
    void fiftyChangesOfRolesLoseNothing() {
        churn(50);
    }

    private void churn(int changes) {
        long seed = Long.getLong("priok.lab.seed", System.nanoTime() % 1_000_000);
        System.out.println("lab: seed " + seed + "; again with -Dpriok.lab.seed=" + seed);
        Random random = new Random(seed);
        cluster.have(ALL);
        cluster.createRunning("web", 3);
        List<String> managers = new ArrayList<>(Lab.HOSTS);
        int replicas = 3;
        try (Writers writers = new Writers(cluster, Lab.HOSTS)) {
            for (int change = 1; change <= changes; change++) {
                boolean promote = managers.size() == 1 || (managers.size() < 3 && random.nextBoolean());
                List<String> candidates = promote ? Lab.without(managers.toArray(String[]::new)) : managers;
                String host = candidates.get(random.nextInt(candidates.size()));
                String asked = managers.get(random.nextInt(managers.size()));
                change(asked, promote ? "promote" : "demote", host);
                if (promote) {
                    managers.add(host);
                } else {
                    managers.remove(host);
                }
                replicas = 1 + random.nextInt(6);
                scale(managers.get(random.nextInt(managers.size())), replicas);
            }
            writers.awaitMore(2);
            var acknowledged = writers.stop();
            tell(
                    "longest time without an accepted write in " + changes + " changes, of " + acknowledged.size(),
                    writers.longestGap());
            cluster.awaitManagers(Await.LONG, managers.toArray(String[]::new));
            for (String manager : managers) {
                Await.until(
                        Await.SOON,
                        () -> assertThat(cluster.at(manager)
                                        .ok("service ls --format {{.Name}}")
                                        .lines())
                                .as("services at " + manager)
                                .containsAll(acknowledged));
            }
            assertThat(Duration.ofNanos(writers.longestGap())).isLessThan(WITHOUT_LEADER);
        }
        cluster.awaitRunning(managers.get(0), "web", replicas, Lab.HOSTS);
    }

    /** Docker's refuses a demotion while the majority is not certain; so may we, for a moment. */
    private void change(String asked, String change, String host) {
        Await.until(
                Await.SOON,
                () -> assertThat(cluster.at(asked).run("node", change, host))
                        .satisfies(result ->
                                assertThat(result.exit()).as("%s", result).isZero()));
        boolean manager = change.equals("promote");
        // How long it takes is for the writers to feel, not for this.
        Await.until(Await.LONG, () -> {
            // A host that demotes itself no longer answers.
            String witness = manager ? host : anyManager(host);
            assertThat(cluster.node(witness, host).manager().isEmpty()).isNotEqualTo(manager);
        });
    }

    private String anyManager(String except) {
        return Lab.without(except).stream()
                .filter(host -> cluster.at(host)
                        .ok("info --format {{.Swarm.ControlAvailable}}")
                        .equals("true"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no manager but " + except));
    }

    private void scale(String asked, int replicas) {
        Await.until(Await.SOON, () -> {
            Command.Result result = cluster.at(asked).run("service", "scale", "--detach", "web=" + replicas);
            assertThat(result.exit()).as("%s", result).isZero();
        });
    }
}
