package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./priok backup} and {@code restore} on hosts that live, and on hosts that lost everything. */
@OnLab
@Order(32)
@Tag("soak")
final class BackupTest extends LabFixture {
    @TempDir
    Path dir;

    BackupTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @BeforeEach
    void haveThreeManagers() {
        assumeTrue(lab.isPriok(), "Docker's Swarm has no such commands");
        cluster.have(ALL);
    }

    private Command priok(String host, String... words) {
        String[] line = new String[words.length + 1];
        line[0] = lab.priok().toString();
        System.arraycopy(words, 0, line, 1, words.length);
        return lab.on(host, line).with("PRIOK_NO_BUILD", "1").within(java.time.Duration.ofMinutes(4));
    }

    private String backup(String host) {
        Path file = dir.resolve("backup-of-" + host);
        long from = System.nanoTime();
        assertThat(priok(host, "backup", file.toString()).ok()).contains("It holds the swarm's keys");
        tell("a backup on a manager that goes on", System.nanoTime() - from);
        return file.toString();
    }

    @Test
    void aSwarmThatIsLostAltogetherComesBackFromABackup() throws IOException {
        cluster.createRunning("web", 6);
        cluster.create("h2", "kept", "--replicas", "0", "--label", "of=before");
        String file = backup("h1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))))
                .isEqualTo("rw-------");
        priok("h1", "backup", file).run().refused("is there already");
        priok("h1", "restore", file).run().refused("the server runs, and this node is in a swarm");
        String token = cluster.token("worker");

        lab.close();
        lab.up();
        badFilesAreRefused(file);
        long from = System.nanoTime();
        String said =
                priok("h1", "restore", file).with("PRIOK_REPORT_SECONDS", "5").ok();
        tell("restore on an empty host, and 5 s for the others to report", System.nanoTime() - from);
        assertThat(said)
                .contains("restored: swarm")
                .contains("The swarm WAITS")
                .contains("  h2 (")
                .contains("  h3 (");
        assertThat(cluster.token("worker")).isEqualTo(token);
        assertThat(services("h1")).containsExactlyInAnyOrder("kept", "web");
        assertThat(cluster.containers("web", "h1")).as("nothing is started yet").isEmpty();
        assertThat(priok("h1", "restore", "--go-on").ok()).contains("the swarm goes on");
        Await.until(Await.LONG, () -> cluster.assertEachOnce("web", 6, List.of("h1")));
        assertThat(priok("h1", "restore", "--status").ok()).contains("Nothing is waited for");

        for (String host : Lab.without("h1")) {
            cluster.join(host, "worker");
            h1.ok("node rm --force "
                    + cluster.nodes("h1").stream()
                            .filter(node ->
                                    node.name().equals(host) && node.status().equals("Down"))
                            .map(Cluster.Node::id)
                            .findFirst()
                            .orElseThrow());
        }
        cluster.awaitManagers(Await.LONG, "h1");
        h1.ok("node promote h2 h3");
        cluster.awaitManagers(Await.LONG, ALL);
        h1.ok("service scale --detach web=12");
        cluster.awaitRunning("h2", "web", 12, Lab.HOSTS);
    }

    private void badFilesAreRefused(String file) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(file));
        Path bad = dir.resolve("bad");
        priok("h1", "restore", bad.toString()).run().refused("there is no file");
        Files.writeString(bad, "not a backup at all");
        priok("h1", "restore", bad.toString()).run().refused("is not a backup");
        Files.write(bad, java.util.Arrays.copyOf(whole, whole.length / 2));
        priok("h1", "restore", bad.toString()).run().refused("not restored, nothing has changed");
        whole[whole.length / 2] ^= 1;
        Files.write(bad, whole);
        priok("h1", "restore", bad.toString()).run().refused("not restored, nothing has changed");
        assertThat(cluster.localState("h1")).isEqualTo("inactive");
    }

    @Test
    void aStaleBackupStopsNothingThatIsNewerWithoutAWord() {
        cluster.createRunning("web", 3);
        String file = backup("h1");
        cluster.createRunning("newer", 3);
        assertThat(priok("h1", "down").ok()).contains("containers run on");
        // The others go on without it, and replace its tasks.
        Await.until(Await.LONG, () -> cluster.assertEachOnce("newer", 3, Lab.without("h1")));
        Await.until(Await.LONG, () -> cluster.assertEachOnce("web", 3, Lab.without("h1")));
        // What was left on the first host is ended as soon as its agent hears of the others, who have replaced it.
        List<String> others = Lab.without("h1");
        Set<String> before = everything(others);

        String said = priok("h1", "restore", file).ok();
        assertThat(said).contains("The swarm WAITS").contains("These tasks are newer than the backup:");
        for (int slot = 1; slot <= 3; slot++) {
            assertThat(said).contains("  newer." + slot + " (");
        }
        assertThat(services("h1")).containsExactly("web");
        assertThat(everything(others)).as("nothing was started or stopped").isEqualTo(before);
        cluster.awaitManagers(Await.LONG, "h1");
        assertThat(everything(others)).isEqualTo(before);

        priok("h1", "restore", "--go-on").ok();
        Await.until(Await.LONG, () -> {
            cluster.assertEachOnce("web", 3, Lab.HOSTS);
            cluster.assertEachOnce("newer", 0, Lab.HOSTS);
        });
        cluster.awaitRunning("h1", "web", 3, Lab.HOSTS);
        h1.ok("node promote h2 h3");
        cluster.awaitManagers(Await.LONG, ALL);
    }

    @Test
    void aBackupThatIsUpToDateGoesOnByItself() {
        cluster.createRunning("web", 6);
        Set<String> before = everything(Lab.HOSTS);
        String file = backup("h1");
        // All at once, or the others would replace the tasks of the first; and the others wait for the first, or they
        // lead without it.
        for (String host : List.of("h2", "h3", "h1")) {
            lab.command("server", host, "kill").ok();
        }
        assertThat(priok("h1", "restore", file)
                        .with("PRIOK_REPORT_SECONDS", "1")
                        .ok())
                .contains("The swarm WAITS")
                .doesNotContain("newer than the backup:");
        for (String host : Lab.without("h1")) {
            lab.command("server", host, "start").ok();
        }
        Await.until(
                Await.SOON,
                () -> assertThat(priok("h1", "restore", "--status").ok())
                        .contains("Nothing is waited for: the swarm goes on."));
        cluster.awaitManagers(Await.LONG, "h1");
        cluster.awaitRunning("h1", "web", 6, Lab.HOSTS);
        assertThat(everything(Lab.HOSTS)).isEqualTo(before);
        h1.ok("node promote h2 h3");
        cluster.awaitManagers(Await.LONG, ALL);
    }

    private Set<String> everything(List<String> hosts) {
        Set<String> all = new TreeSet<>();
        for (String host : hosts) {
            for (String service : List.of("web", "newer")) {
                cluster.containers(service, host).forEach(name -> all.add(host + " " + name));
            }
        }
        return all;
    }

    private List<String> services(String asked) {
        return cluster.at(asked).ok("service ls --format {{.Name}}").lines().toList();
    }
}
