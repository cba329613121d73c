package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host that computes is not dead. */
@OnLab
@Order(28)
final class BusyHostsTest extends LabFixture {
    BusyHostsTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @Test
    void noNodeIsDownUnderFullLoad() {
        load(Duration.ofSeconds(40));
    }

    @Test
    @Tag("soak")
    void noNodeIsDownUnderFullLoadForFiveMinutes() {
        load(Duration.ofMinutes(5));
    }

    private void load(Duration time) {
        cluster.have(ALL);
        cluster.createRunning("web", 6);
        var before =
                Lab.HOSTS.stream().map(host -> cluster.containers("web", host)).toList();
        List<Command.Started> loops = new ArrayList<>();
        try {
            int cores = Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < cores; i++) {
                // The time limit is for the case that nobody ends them.
                loops.add(
                        Command.of("timeout", Long.toString(time.toSeconds() + 120), "sh", "-c", "while :; do :; done")
                                .start());
            }
            String leader = cluster.leader("h1");
            Await.throughout(time, () -> {
                assertThat(cluster.nodes("h1"))
                        .hasSize(3)
                        .allMatch(node -> node.status().equals("Ready"), "Ready");
                Await.pause(Duration.ofMillis(300));
            });
            System.out.println("lab: leader before the load " + leader + ", after " + cluster.leader("h1"));
        } finally {
            loops.forEach(Command.Started::close);
        }
        assertThat(Lab.HOSTS.stream()
                        .map(host -> cluster.containers("web", host))
                        .toList())
                .as("the same containers as before")
                .isEqualTo(before);
        assertThat(cluster.tasks("h1", "web")).hasSize(6);
    }
}
