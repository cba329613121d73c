package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A leader that slept and was succeeded answers nothing from its old state, not even in the moment in which it wakes. System property
 * {@code priok.lab.sleeps}: how often it is put to sleep, 5 times unless told.
 */
@OnLab
@Order(32)
@Tag("soak")
final class StaleReadTest extends LabFixture {
    private static final int READERS = 12;
    private static final Duration NOTICED = Duration.ofSeconds(20);
    private static final String SERVICES = "http://127.0.0.1:2375/v1.41/services";

    StaleReadTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @BeforeEach
    void haveThreeManagers() {
        cluster.have(ALL);
    }

    /** The questions wait at the sleeping server's port: they are the first thing that it does. */
    @Test
    void aLeaderThatWakesAnswersWithWhatWasAcknowledgedMeanwhile() {
        if (!lab.isPriok()) {
            return;
        }
        int stale = 0;
        int runs = Integer.getInteger("priok.lab.sleeps", 5);
        for (int run = 1; run <= runs; run++) {
            String fresh = "fresh" + run;
            String leader = cluster.leader("h1");
            String other = Lab.without(leader).get(0);
            lab.command("pause", leader).ok();
            Await.until(NOTICED, () -> cluster.create(other, fresh, "--replicas", "0"));
            List<Command.Started> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(
                        lab.on(leader, "curl", "--silent", "--max-time", "60", "--write-out", "%{http_code}", SERVICES)
                                .start());
            }
            Await.until(NOTICED, () -> assertThat(waiting(leader)).isGreaterThanOrEqualTo(READERS));
            lab.command("resume", leader).ok();
            Map<String, Integer> told = new TreeMap<>();
            for (Command.Started reader : readers) {
                String answer = reader.end(Await.LONG).out();
                String status = answer.substring(Math.max(0, answer.length() - 3));
                told.merge(status, 1, Integer::sum);
                stale += status.equals("200") && !answer.contains("\"" + fresh + "\"") ? 1 : 0;
            }
            System.out.println(
                    "lab: leader woken, run " + run + ", answers by status: " + told + ", stale until now: " + stale);
            cluster.awaitManagers(Await.LONG, ALL);
        }
        assertThat(stale).as("stale readings").isZero();
    }

    /** Connections to the API's port whose requests nobody has read. */
    private long waiting(String host) {
        return lab.on(host, "cat", "/proc/net/tcp", "/proc/net/tcp6")
                .ok()
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(line -> line.length > 4
                        && line[1].endsWith(":0947")
                        && line[3].equals("01")
                        && !line[4].endsWith(":00000000"))
                .count();
    }
}
