package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A worker's host loses its power or its link: its tasks run elsewhere, each once, and it comes back clean. */
@OnLab
@Order(25)
final class HostDeathTest extends LabFixture {
    /** Several times what is usual: the machine may be busy. */
    private static final Duration REPLACED = Duration.ofSeconds(10);

    private static final Duration CLEANED = Duration.ofSeconds(10);

    HostDeathTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @BeforeEach
    void haveTwelveTasksOnThreeNodes() {
        cluster.have("h1");
        cluster.createRunning("web", 12);
        assertThat(cluster.containers("web", "h3")).hasSize(4);
    }

    private long awaitReplaced(long from) {
        Duration patience = lab.isPriok() ? REPLACED : Await.LONG;
        Await.until(patience, () -> cluster.assertEachOnce("web", 12, Lab.without("h3")));
        return System.nanoTime() - from;
    }

    private void awaitSettled() {
        cluster.awaitStatus("h1", "h3", "Ready");
        Await.until(Await.SOON, () -> {
            cluster.assertOnlyItsOwn("h1", "h3");
            cluster.assertEachOnce("web", 12, Lab.HOSTS);
            assertThat(cluster.running("h1", "web")).hasSize(12);
        });
    }

    @Test
    void tasksOfAHostWithoutPowerRunElsewhere() {
        long from = System.nanoTime();
        lab.kill("h3");
        tell("power failure until 12 of 12 tasks ran again", awaitReplaced(from));
        cluster.awaitStatus("h1", "h3", "Down");
        cluster.awaitRunning("h1", "web", 12, Lab.without("h3"));
        assertThat(h1.ok("service ps web")).containsPattern("\\\\_ web\\.\\d+ +demo:1 +h3 +Shutdown ");
        long back = System.nanoTime();
        lab.start("h3");
        awaitSettled();
        tell("power until the node was Ready and clean", System.nanoTime() - back);
        // It is a node like any other again.
        h1.ok("service scale --detach web=18");
        cluster.awaitRunning("h1", "web", 18, Lab.HOSTS);
        assertThat(cluster.containers("web", "h3")).isNotEmpty();
    }

    @Test
    void tasksOfAHostThatIsCutOffRunElsewhereAndItsOwnEndWhenItIsBack() {
        long from = System.nanoTime();
        lab.cut("h3");
        tell("link cut until 12 of 12 tasks ran on the other hosts", awaitReplaced(from));
        cluster.awaitStatus("h1", "h3", "Down");
        // What it cannot hear it cannot stop.
        assertThat(cluster.containers("web", "h3")).hasSize(4);
        List<String> replaced = cluster.slots("web", Lab.without("h3"));
        from = System.nanoTime();
        lab.heal("h3");
        Await.until(
                lab.isPriok() ? CLEANED : Await.LONG,
                () -> assertThat(cluster.containers("web", "h3")).isEmpty());
        tell("link healed until no container ran twice", System.nanoTime() - from);
        awaitSettled();
        assertThat(cluster.slots("web", Lab.without("h3"))).isEqualTo(replaced);
    }

    @Test
    void aServerThatDiesAloneLosesNoContainer() {
        if (!lab.isPriok()) {
            return;
        }
        var before = cluster.containers("web", "h3");
        lab.command("server", "h3", "kill").ok();
        lab.command("server", "h3", "start").ok();
        awaitSettled();
        // Either it was back before it was missed, and runs on; or it was missed, and its tasks were replaced.
        assertThat(cluster.containers("web", "h3"))
                .satisfiesAnyOf(
                        found -> assertThat(found).isEqualTo(before),
                        found -> assertThat(found).isEmpty());
    }
}
