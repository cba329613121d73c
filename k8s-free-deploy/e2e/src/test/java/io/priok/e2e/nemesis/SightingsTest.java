package io.priok.e2e.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.nemesis.Anomaly.Kind;
import io.priok.e2e.nemesis.Operation.Seen;
import io.priok.e2e.nemesis.Sightings.Look;
import io.priok.e2e.nemesis.Sightings.Running;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tasks and slots that run twice are seen, unless a fault explains them. */
final class SightingsTest {
    private static final long GRACE = 40;

    private final Sightings sightings = new Sightings();

    private static FaultHealth health(Struck... faults) {
        return new FaultHealth(3, List.of(faults), GRACE);
    }

    private static Struck cut(long from, long healed, String host) {
        return new Struck(1, Fault.CUT, List.of(host), "", from, from, healed, "");
    }

    private void look(long at, String host, String... slotsAndTasks) {
        sightings.add(new Look(
                at,
                host,
                Stream.of(slotsAndTasks)
                        .map(both -> both.split("/"))
                        .map(both -> new Running(both[1], "web", both[0]))
                        .toList()));
    }

    @Test
    void findsATaskOnTwoHosts() {
        look(0, "h1", "web.1/t1");
        look(500, "h2", "web.1/t1");
        assertThat(sightings.check(health(cut(0, 1_000, "h1")), GRACE))
                .extracting(Anomaly::kind)
                .containsExactly(Kind.TASK_TWICE);
    }

    @Test
    void findsATaskTwiceOnAHost() {
        look(0, "h1", "web.1/t1", "web.1/t1");
        assertThat(sightings.check(health(cut(0, 1_000, "h1")), GRACE))
                .extracting(Anomaly::kind)
                .containsExactly(Kind.TASK_TWICE);
    }

    @Test
    void findsASlotThatStaysDoubledOnHostsThatAreWell() {
        for (long at = 0; at < 100; at += 5) {
            look(at, "h1", "web.1/t1");
            look(at, "h2", "web.1/t2");
        }
        assertThat(sightings.check(health(), GRACE)).extracting(Anomaly::kind).containsExactly(Kind.SLOT_DOUBLED);
        assertThat(sightings.check(health(cut(-50, 90, "h1")), GRACE)).isEmpty();
        assertThat(sightings.check(health(cut(0, 90, "h3")), GRACE)).hasSize(1);
    }

    @Test
    void excusesASlotThatIsDoubledForAShortTime() {
        look(0, "h1", "web.1/t1");
        look(1, "h2", "web.1/t2");
        look(10, "h1");
        look(11, "h2", "web.1/t2");
        look(60, "h1");
        look(61, "h2", "web.1/t2");
        assertThat(sightings.check(health(), GRACE)).isEmpty();
    }

    @Test
    void countsOnlyAMajorityThatWasWellForTheGrace() {
        var faults = health(cut(0, 10, "h1"), cut(20, 30, "h2"));
        assertThat(faults.majorityWell(25)).isFalse();
        assertThat(faults.majorityWell(55)).isTrue();
        assertThat(faults.well("h2", 55)).isFalse();
        assertThat(faults.well("h3", 25)).isTrue();
    }

    @Test
    void comparesWhatRunsWithWhatIsWanted() {
        var web = new Look(0, "h1", List.of(new Running("t1", "web", "web.1")));
        var same = new Look(0, "h2", List.of(new Running("t2", "web", "web.1")));
        Map<String, Seen> wanted = Map.of("web", new Seen("id", 1, "a", 1));
        assertThat(Cluster.runningWrong(wanted, List.of(web))).isEmpty();
        assertThat(Cluster.runningWrong(wanted, List.of())).hasSize(1);
        assertThat(Cluster.runningWrong(wanted, List.of(web, same))).hasSize(1);
        assertThat(Cluster.runningWrong(Map.of("web", new Seen("id", 1, "a", 2)), List.of(web, same)))
                .hasSize(1);
        assertThat(Cluster.runningWrong(Map.of(), List.of(web))).hasSize(1);
    }
}
