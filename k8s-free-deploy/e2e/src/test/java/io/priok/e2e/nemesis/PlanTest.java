package io.priok.e2e.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.nemesis.Plan.Strike;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The seed decides the faults, and none is left out for long. */
final class PlanTest {
    private static final List<String> HOSTS = List.of("h1", "h2", "h3");

    private static List<Strike> strikes(long seed, int count) {
        Plan plan = new Plan(seed, HOSTS);
        return IntStream.range(0, count).mapToObj(i -> plan.next()).toList();
    }

    @Test
    void theSameSeedMakesTheSamePlan() {
        assertThat(strikes(7, 50)).isEqualTo(strikes(7, 50)).isNotEqualTo(strikes(8, 50));
    }

    @Test
    void eachFaultComes() {
        assertThat(strikes(1, 300)).extracting(Strike::fault).contains(Fault.values());
    }

    @Test
    void theMajorityIsNotTakenAtOnce() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(strikes(seed, 3)).noneMatch(strike -> strike.fault().takesMajority());
        }
    }

    @Test
    void gapsAreFiveToTwentySeconds() {
        assertThat(strikes(1, 300))
                .allMatch(strike -> strike.gap().compareTo(Duration.ofSeconds(5)) >= 0
                        && strike.gap().compareTo(Duration.ofSeconds(20)) < 0);
    }

    @Test
    void strikesWhoIsWellAndTheLeaderFirstIfItIsMeantTo() {
        Strike one = new Strike(1, Duration.ZERO, Fault.CUT, true, HOSTS, Duration.ZERO, 0);
        assertThat(one.targets("h3", HOSTS)).containsExactly("h3");
        assertThat(one.targets("h3", List.of("h1", "h2"))).containsExactly("h1");
        assertThat(one.targets("", HOSTS)).containsExactly("h1");
        assertThat(one.targets("h3", List.of())).isEmpty();
        Strike pair = new Strike(1, Duration.ZERO, Fault.CUT_FROM_ONE, false, HOSTS, Duration.ZERO, 0);
        assertThat(pair.targets("h3", HOSTS)).containsExactly("h1", "h2");
        assertThat(pair.targets("h3", List.of("h2"))).isEmpty();
        Strike all = new Strike(1, Duration.ZERO, Fault.ALL_CUT, false, HOSTS, Duration.ZERO, 0);
        assertThat(all.targets("h3", HOSTS)).containsExactlyElementsOf(HOSTS);
        assertThat(all.targets("h3", List.of("h1", "h3"))).isEmpty();
    }
}
