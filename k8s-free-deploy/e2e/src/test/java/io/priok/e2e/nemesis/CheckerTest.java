package io.priok.e2e.nemesis;

import static io.priok.e2e.nemesis.HistoryBuilder.seen;
import static io.priok.e2e.nemesis.Operation.Outcome.CONFLICT;
import static io.priok.e2e.nemesis.Operation.Outcome.OK;
import static io.priok.e2e.nemesis.Operation.Outcome.REFUSED;
import static io.priok.e2e.nemesis.Operation.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.nemesis.Anomaly.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each kind of violation is seen, and nothing is seen where there is none. */
final class CheckerTest {
    private static HistoryBuilder history() {
        return new HistoryBuilder();
    }

    private static void assertFinds(HistoryBuilder history, Kind... kinds) {
        assertThat(history.check().stream().map(Anomaly::kind).distinct()).containsExactlyInAnyOrder(kinds);
    }

    // What may be

    @Test
    void acceptsOneAfterTheOther() {
        assertFinds(history()
                .create(0, 1, "a", OK)
                .saw(2, 3, 10, "a")
                .update(4, 5, 10, "b", OK)
                .saw(6, 7, 20, "b")
                .delete(8, 9, OK)
                .sawNothing(10, 11));
    }

    @Test
    void acceptsEitherOrderOfWhatOverlaps() {
        assertFinds(history().create(0, 9, "a", OK).sawNothing(1, 2).saw(3, 4, 10, "a"));
        assertFinds(history()
                .create(0, 1, "a", OK)
                .update(2, 9, 10, "b", OK)
                .saw(3, 4, 10, "a")
                .saw(5, 6, 20, "b"));
        assertFinds(history()
                .create(0, 1, "a", OK)
                .delete(2, 9, OK)
                .saw(3, 4, 10, "a")
                .sawNothing(5, 6));
    }

    @Test
    void acceptsThatAnUnknownWriteTakesEffectLaterOrNever() {
        assertFinds(history().create(0, 1, "a", UNKNOWN).sawNothing(2, 3).saw(4, 5, 10, "a"));
        assertFinds(history().create(0, 1, "a", UNKNOWN).sawNothing(2, 3));
        assertFinds(history()
                .create(0, 1, "a", OK)
                .update(2, 3, 10, "b", UNKNOWN)
                .saw(4, 5, 10, "a")
                .saw(6, 7, 20, "b"));
        assertFinds(history()
                .create(0, 1, "a", OK)
                .delete(2, 3, UNKNOWN)
                .saw(4, 5, 10, "a")
                .sawNothing(6, 7));
    }

    @Test
    void acceptsThatTheSystemMovesTheVersionOn() {
        assertFinds(history()
                .create(0, 1, "a", OK)
                .saw(2, 3, 10, "a")
                .saw(4, 5, 15, "a")
                .update(6, 7, 15, "b", OK));
    }

    @Test
    void acceptsAnUpdateThatWasOvertaken() {
        assertFinds(history()
                .create(0, 1, "a", OK)
                .update(2, 5, 10, "b", OK)
                .update(2, 6, 10, "c", CONFLICT)
                .saw(7, 8, 20, "b"));
    }

    @Test
    void learnsNothingFromAReadingThatFailed() {
        assertFinds(history().create(0, 1, "a", OK).failedToRead(2, 3));
    }

    // Lost

    @Test
    void findsALostCreate() {
        assertFinds(history().create(0, 1, "a", OK).sawNothing(2, 3), Kind.LOST_WRITE);
        assertFinds(history().create(0, 1, "a", OK).delete(2, 3, REFUSED).sawNothing(4, 5), Kind.LOST_WRITE);
        assertFinds(history().create(0, 1, "a", OK).deleteOfNothing(2, 3), Kind.LOST_WRITE);
    }

    @Test
    void findsALostUpdate() {
        assertFinds(history().create(0, 1, "a", OK).update(2, 3, 10, "b", OK).saw(4, 5, 30, "a"), Kind.LOST_WRITE);
    }

    @Test
    void findsAnUpdateLostUnderALaterOne() {
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .update(2, 9, 10, "b", UNKNOWN)
                        .update(4, 5, 20, "c", OK)
                        .saw(6, 7, 30, "b"),
                Kind.LOST_WRITE);
    }

    // Stale

    @Test
    void findsAReadingThatMissesAnAcknowledgedWrite() {
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .update(2, 3, 10, "b", OK)
                        .saw(4, 5, 10, "a")
                        .saw(6, 7, 20, "b"),
                Kind.STALE_READ);
        assertFinds(history().create(0, 1, "a", OK).sawNothing(2, 3).saw(4, 5, 10, "a"), Kind.STALE_READ);
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .delete(2, 3, OK)
                        .saw(4, 5, 10, "a")
                        .sawNothing(6, 7),
                Kind.STALE_READ);
    }

    @Test
    void findsReadingsThatGoBack() {
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .update(2, 9, 10, "b", OK)
                        .saw(3, 4, 20, "b")
                        .saw(5, 6, 10, "a"),
                Kind.STALE_READ);
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .delete(2, 9, OK)
                        .sawNothing(3, 4)
                        .saw(5, 6, 10, "a")
                        .sawNothing(10, 11),
                Kind.STALE_READ);
    }

    // Back

    @Test
    void findsADeletedServiceThatIsBack() {
        assertFinds(history().create(0, 1, "a", OK).delete(2, 3, OK).saw(4, 5, 10, "a"), Kind.DELETED_IS_BACK);
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .delete(2, 3, UNKNOWN)
                        .sawNothing(4, 5)
                        .saw(6, 7, 10, "a"),
                Kind.DELETED_IS_BACK);
        assertFinds(history().create(0, 1, "a", OK).delete(2, 3, OK).update(4, 5, 10, "b", OK), Kind.DELETED_IS_BACK);
    }

    // Versions

    @Test
    void findsTwoUpdatesOfOneVersion() {
        assertFinds(
                history().create(0, 1, "a", OK).update(2, 5, 10, "b", OK).update(2, 6, 10, "c", OK),
                Kind.STALE_UPDATE_ACCEPTED);
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .update(2, 5, 10, "b", OK)
                        .update(2, 6, 10, "c", UNKNOWN)
                        .saw(7, 8, 30, "c"),
                Kind.STALE_UPDATE_ACCEPTED);
    }

    @Test
    void findsAnUpdateOfAnOldVersion() {
        assertFinds(
                history().create(0, 1, "a", OK).update(2, 3, 20, "b", OK).update(4, 5, 10, "c", OK),
                Kind.STALE_UPDATE_ACCEPTED);
        assertFinds(
                history().create(0, 1, "a", OK).saw(2, 3, 20, "a").update(4, 5, 10, "b", OK),
                Kind.STALE_UPDATE_ACCEPTED);
    }

    // Refused

    @Test
    void findsTheEffectOfWhatWasRefused() {
        assertFinds(history().create(0, 1, "a", REFUSED).saw(2, 3, 10, "a"), Kind.REFUSED_TOOK_EFFECT);
        assertFinds(
                history().create(0, 1, "a", OK).update(2, 3, 10, "b", CONFLICT).saw(4, 5, 20, "b"),
                Kind.REFUSED_TOOK_EFFECT);
    }

    // Forks

    @Test
    void findsTwoStatesOfOneVersion() {
        assertFinds(
                history()
                        .create(0, 1, "a", OK)
                        .update(2, 9, 10, "b", UNKNOWN)
                        .update(2, 9, 12, "c", UNKNOWN)
                        .saw(3, 4, 20, "b")
                        .saw(3, 4, 20, "c"),
                Kind.FORK);
    }

    @Test
    void findsAValueBeforeItsTime() {
        assertFinds(
                history().create(0, 1, "a", OK).update(2, 9, 10, "b", UNKNOWN).saw(3, 4, 8, "b"), Kind.FORK);
    }

    @Test
    void findsWhatNobodyWrote() {
        assertFinds(history().create(0, 1, "a", OK).saw(2, 3, 10, "z"), Kind.FORK);
        assertFinds(history().sawService(0, 1, "stranger"), Kind.FORK);
    }

    @Test
    void findsManagersThatDiffer() {
        var a = Map.of("web", seen(10, "a"));
        assertThat(Checker.finalStates(Map.of("h1", a, "h2", a, "h3", a))).isEmpty();
        assertThat(Checker.finalStates(Map.of("h1", a, "h2", Map.of())))
                .extracting(Anomaly::kind)
                .containsExactly(Kind.FORK);
        assertThat(Checker.finalStates(Map.of("h1", a, "h2", Map.of("web", seen(10, "b")))))
                .extracting(Anomaly::kind)
                .containsExactly(Kind.FORK);
        assertThat(Checker.finalStates(Map.of("h1", Map.of(), "h2", a)))
                .extracting(Anomaly::kind)
                .containsExactly(Kind.FORK);
    }

    @Test
    void findsTwoLeadersOfATerm() {
        Map<Long, Set<String>> leaders = new TreeMap<>();
        ServerLogs.leaders("x PRIOK3010I: node n1 leads in term 1\nPRIOK3010I: node n2 leads in term 2\n", leaders);
        assertThat(Checker.terms(leaders)).isEmpty();
        ServerLogs.leaders("PRIOK3010I: node n1 leads in term 2", leaders);
        assertThat(Checker.terms(leaders)).extracting(Anomaly::kind).isEqualTo(List.of(Kind.TWO_LEADERS));
    }
}
