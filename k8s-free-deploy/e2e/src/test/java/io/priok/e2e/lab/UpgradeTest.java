package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import io.priok.e2e.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The managers are replaced one after another by the next version, whose entries look different, while clients write. */
@OnLab
@Order(33)
@Tag("soak")
final class UpgradeTest extends LabFixture {
    private static final String RAISED = "PRIOK3060I: managers: RaiseFormat";
    private static final String TOO_OLD =
            "this server knows formats up to 1: install the version of Priok that the other" + " managers run";

    @TempDir
    Path dir;

    UpgradeTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    /** Not to be met by other tests, and its directory goes. */
    @AfterEach
    void endNextVersion() {
        lab.close();
    }

    @Test
    void twoVersionsWorkTogetherUntilTheLastManagerIsReplaced() throws IOException {
        assumeTrue(lab.isPriok(), "it is about Priok's versions");
        Path next = NextVersion.build(dir).home();
        cluster.have(ALL);
        cluster.createRunning("web", 6);
        Set<String> acknowledged;
        long longest;
        try (Writers writers = new Writers(cluster, Lab.HOSTS)) {
            writers.awaitMore(3);
            String leader = cluster.leader("h1");
            String last = Lab.without(leader).get(1);
            for (String host : List.of(Lab.without(leader).get(0), leader, last)) {
                if (host.equals(last)) {
                    letTheNextVersionLead(last);
                }
                assertThat(said(RAISED)).as("before the last is replaced").isZero();
                replace(host, next);
                writers.awaitMore(5);
                bothVersionsWork(host);
            }
            Await.until(Await.SOON, () -> assertThat(said(RAISED)).isEqualTo(1));
            writers.awaitMore(5);
            longest = writers.longestGap();
            acknowledged = writers.stop();
        }
        tell("rolling upgrade, longest time without an accepted write", longest);
        System.out.println("lab: " + acknowledged.size() + " writes acknowledged during the upgrade");
        for (String host : Lab.HOSTS) {
            assertThat(cluster.at(host).ok("service ls --format {{.Name}}").lines())
                    .as("services at " + host)
                    .containsAll(acknowledged);
        }
        thereIsNoWayBack("h3");
        replace("h3", next);
        for (String host : Lab.HOSTS) {
            cluster.create(host, "after-" + host, "--replicas", "0");
        }
    }

    private void replace(String host, Path version) {
        if (lab.status().get(host + ".server").equals("running")) {
            lab.command("server", host, "stop").ok();
        }
        lab.command("server", host, "start", "--from", version.toString()).ok();
        cluster.awaitManagers(Await.LONG, ALL);
    }

    /** And follow it, for a while. */
    private void letTheNextVersionLead(String older) {
        if (cluster.leader(older).equals(older)) {
            lab.restartServer(older);
            cluster.awaitManagers(Await.LONG, ALL);
        }
        assertThat(cluster.leader(older)).isNotEqualTo(older);
        bothVersionsWork(older + "-last");
    }

    private void bothVersionsWork(String when) {
        for (String host : Lab.HOSTS) {
            String name = "when-" + when + "-at-" + host;
            cluster.create(host, name, "--replicas", "0");
            for (String reader : Lab.HOSTS) {
                cluster.at(reader).ok("service inspect " + name);
            }
        }
        int replicas = cluster.running("h1", "web").size() == 6 ? 5 : 6;
        cluster.at("h2").ok("service scale --detach web=" + replicas);
        cluster.awaitRunning("h1", "web", replicas, Lab.HOSTS);
    }

    private void thereIsNoWayBack(String host) {
        lab.command("server", host, "stop").ok();
        try (Command.Started older = lab.command(
                        "server", host, "start", "--from", Home.find().toString())
                .start()) {
            Await.until(Await.LONG, () -> assertThat(messages(host)).contains(TOO_OLD));
            assertThat(cluster.create(Lab.without(host).get(0), "without-" + host, "--replicas", "0"))
                    .as("the others go on")
                    .isNotEmpty();
            lab.command("server", host, "kill").ok();
            older.end(Await.LONG);
        }
    }

    private long said(String words) {
        return Lab.HOSTS.stream()
                .flatMap(host -> messages(host).lines())
                .filter(line -> line.contains(words))
                .count();
    }

    private String messages(String host) {
        try {
            return Files.readString(lab.messages(host), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
