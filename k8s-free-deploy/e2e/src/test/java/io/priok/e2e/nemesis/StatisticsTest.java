package io.priok.e2e.nemesis;

import static io.priok.e2e.nemesis.Operation.Outcome.CONFLICT;
import static io.priok.e2e.nemesis.Operation.Outcome.OK;
import static io.priok.e2e.nemesis.Operation.Outcome.REFUSED;
import static io.priok.e2e.nemesis.Operation.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Api;
import io.priok.e2e.nemesis.Statistics.Availability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Figures, the page with them and the picture, on a run by hand; and what answers mean. */
final class StatisticsTest {
    private final List<Operation> operations = new HistoryBuilder()
            .create(0, 10, "a", OK)
            .update(20, 30, 1, "b", CONFLICT)
            .update(40, 50, 1, "c", REFUSED)
            .update(60, 70, 1, "d", UNKNOWN)
            .update(100, 110, 1, "e", OK)
            .saw(120, 130, 2, "e")
            .operations();
    private final List<Struck> faults = List.of(
            new Struck(1, Fault.CUT, List.of("h1"), "h1", 35, 38, 45, ""),
            new Struck(2, Fault.ALL_CUT, List.of("h1", "h2", "h3"), "h1", 55, 56, 75, ""));
    private final Statistics statistics = new Statistics(operations, faults);

    @Test
    void countsAcceptedAmongAttempted() {
        assertThat(statistics.availability()).isEqualTo(new Availability(2, 4));
        assertThat(statistics.outsideOfMajorityLoss()).isEqualTo(new Availability(2, 3));
        assertThat(statistics.atManagersThatAreWell()).isEqualTo(new Availability(2, 2));
    }

    @Test
    void measuresTimesWithoutAnAcceptedWrite() {
        assertThat(statistics.untilAccepted(faults.get(0))).hasValue(75);
        assertThat(statistics.untilAccepted(faults.get(0).doneAt(101))).isEmpty();
        assertThat(statistics.gaps(5)).containsExactly(new Statistics.Gap(10, 110));
        assertThat(statistics.longestGapIn(55, 75)).isEqualTo(55);
        assertThat(statistics.longestGapIn(200, 300)).isZero();
    }

    @Test
    void tellsAllOnOnePage() {
        var run = new Report.Run(
                42,
                List.of("h1", "h2", "h3"),
                0,
                200,
                operations,
                faults,
                List.of(),
                Map.of(1L, Set.of("n1")),
                5,
                List.of(new Anomaly(Anomaly.Kind.FORK, "something")));
        assertThat(Report.page(run))
                .contains("seed 42", "FORK: something", "| update | 1 | 1 | 1 | 1 |", "h1 (leader)");
        String svg = new Timeline(run.hosts(), operations, faults, 0, 200).svg("3 managers");
        assertThat(svg).startsWith("<svg").contains("cut off from all", "h3").endsWith("</svg>\n");
    }

    @Test
    void knowsWhatAnAnswerMeans() {
        assertThat(Answers.outcome(new Api.Response(201, "{}"))).isEqualTo(OK);
        assertThat(Answers.outcome(new Api.Response(404, ""))).isEqualTo(CONFLICT);
        assertThat(Answers.outcome(new Api.Response(500, "rpc error: update out of sequence")))
                .isEqualTo(CONFLICT);
        assertThat(Answers.outcome(new Api.Response(503, "no leader"))).isEqualTo(REFUSED);
        assertThat(Answers.outcome(new Api.Response(Answers.NO_SERVER, ""))).isEqualTo(REFUSED);
        assertThat(Answers.outcome(new Api.Response(500, "node lost leader status")))
                .isEqualTo(UNKNOWN);
        assertThat(Answers.outcome(new Api.Response(502, ""))).isEqualTo(UNKNOWN);
        assertThat(Answers.outcome(new IllegalStateException("Connection refused")))
                .isEqualTo(REFUSED);
        assertThat(Answers.outcome(new IllegalStateException("Connection reset")))
                .isEqualTo(UNKNOWN);
    }
}
