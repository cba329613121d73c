package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Disks that fill up, and a log that rots: the manager stands aside, says why, and comes back by itself. */
@OnLab
@Order(27)
final class DiskTest extends LabFixture {
    private static final String STATE = "/var/lib/priok/manager/";

    DiskTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @Test
    void aManagerOnAFullDiskStandsAsideWhileTheOthersGoOn() {
        cluster.have(ALL);
        try (HostDisk disk = new HostDisk(lab, "h2")) {
            cluster.awaitManagers(Await.LONG, ALL);
            cluster.createRunning("web", 3);
            disk.fill();
            try (Writers writers = new Writers(cluster, Lab.without("h2"))) {
                writers.awaitMore(3);
                Await.until(Await.SOON, () -> refusesWithTheMend(h2));
                assertThat(cluster.node("h1", "h2").status()).isEqualTo("Ready");
                assertThat(h2.ok("info --format {{.Swarm.Error}}")).contains("No space left");
                writers.awaitMore(5);
                long told = told("h2", "PRIOK5401E");
                assertThat(told).as("said once, not always again").isBetween(1L, 3L);

                disk.makeRoom();
                long freed = System.nanoTime();
                Await.until(Await.SOON, () -> cluster.create("h2", "again", "--replicas", "0"));
                tell("full manager writes again after there was room", System.nanoTime() - freed);
                for (String name : writers.stop()) {
                    assertThat(h2.ok("service inspect --format {{.Spec.Name}} " + name))
                            .isEqualTo(name);
                }
            }
            h1.ok("service update --detach --force web");
            cluster.awaitRunning("h2", "web", 3, Lab.HOSTS);
        }
        cluster.awaitManagers(Await.LONG, ALL);
    }

    @Test
    void theOnlyManagerOnAFullDiskAnswersReadsAndComesBack() {
        cluster.have("h1");
        try (HostDisk disk = new HostDisk(lab, "h1")) {
            cluster.awaitManagers(Await.LONG, "h1");
            cluster.createRunning("web", 3);
            disk.fill();
            Await.until(Await.SOON, () -> refusesWithTheMend(h1));
            assertThat(h1.ok("service ls --format {{.Name}}")).contains("web");
            Await.throughout(
                    Duration.ofSeconds(6),
                    () -> assertThat(cluster.nodes("h1"))
                            .allMatch(node -> node.status().equals("Ready")));
            assertThat(cluster.slots("web", Lab.HOSTS)).hasSize(3);
            disk.makeRoom();
            Await.until(Await.SOON, () -> cluster.create("h1", "after", "--replicas", "0"));
            h1.ok("service scale --detach web=5");
            cluster.awaitRunning("h1", "web", 5, Lab.HOSTS);
        }
        cluster.awaitManagers(Await.LONG, "h1");
    }

    @Test
    void aManagerWhoseLogRottedIsTakenInAnew() {
        cluster.have(ALL);
        cluster.createRunning("web", 3);
        lab.command("server", "h3", "kill").ok();
        // The middle of the file that is written to: acknowledged entries lie on both sides.
        lab.on(
                        "h3",
                        "sh",
                        "-c",
                        "f=$(ls " + STATE + "log/*/current/log_inprogress_*);"
                                + " printf 'rotten' | dd of=$f bs=1 seek=2000 conv=notrunc 2>/dev/null")
                .ok();
        lab.command("server", "h3", "start").ok();
        Await.until(Await.LONG, () -> assertThat(told("h3", "PRIOK3083E")).isEqualTo(1));
        cluster.awaitManagers(Await.LONG, ALL);
        assertThat(h3.ok("service ls --format {{.Name}}/{{.Replicas}}")).isEqualTo("web/3/3");
        lab.on("h3", "sh", "-c", "ls -d " + STATE + "log.damaged.*").ok();
        cluster.create("h3", "again", "--replicas", "0");
    }

    private void refusesWithTheMend(HostCli at) {
        // Big ones, for what the log has allocated ahead it still takes.
        Command.Result result = cluster.createCommand(
                        at.host(), "n" + System.nanoTime(), "--replicas", "0", "--label", "pad=" + "x".repeat(60_000))
                .run();
        result.refused("No space left on device");
        assertThat(result.err()).contains(STATE + "log", "free some space on that file system");
    }

    private long told(String host, String id) {
        try (Stream<String> lines = Files.lines(lab.messages(host))) {
            return lines.filter(line -> line.contains(id)).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
