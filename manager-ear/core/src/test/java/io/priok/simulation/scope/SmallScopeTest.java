package io.priok.simulation.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.simulation.scope.Cluster.Rules;
import io.priok.simulation.scope.Search.Found;
import org.junit.jupiter.api.Test;

/** All behaviours of three members in two terms, with one or two entries and one power failure; and those without one of the rules. */
class SmallScopeTest {
    private static final int MOST = 1_000_000;

    @Test
    void nothingIsLostOrForked() {
        Found found = Search.from(Cluster.start(new Rules(2, 2, 2, true, true, true), 1), MOST);
        System.out.println("all " + found.states() + " states of a small log are sound");
        assertThat(found.wrong()).isEmpty();
    }

    @Test
    void aLeaderForcesItsOwnVoteBeforeItWrites() {
        assertFails("own votes are forced only with the first entry", new Rules(2, 1, 2, false, true, true));
    }

    @Test
    void votersForceTheirVotes() {
        assertFails("votes are not forced", new Rules(2, 1, 2, true, false, true));
    }

    @Test
    void entriesAreForced() {
        assertFails("entries are not forced", new Rules(2, 1, 2, true, true, false));
    }

    @Test
    void aMajorityDecides() {
        assertFails("one member is a majority", new Rules(2, 1, 1, true, true, true));
    }

    private static void assertFails(String mutation, Rules rules) {
        Found found = Search.from(Cluster.start(rules, 1), MOST);
        System.out.println(mutation + ", seen after " + found.states() + " states: "
                + found.wrong().orElse("nothing"));
        assertThat(found.wrong()).as(mutation).isPresent();
    }
}
