package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.identity.RandomIds;
import io.priok.identity.Seal;
import io.priok.message.LocalNode;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.message.Standing;
import io.priok.message.StandingNote;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private static final byte[] KEY = new byte[32];

    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Map<String, Standings> network = new HashMap<>();
    private final List<Standing> steppedBack = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Standings manager(String host, long incarnation, byte[] key) {
        Environment environment = new Environment(
                null, threads, threads, Thread::new, InstantSource.system(), random, new RandomIds(random), null);
        LocalNode self = new LocalNode(new NodeId(host), new ClusterId("c1"), 1, incarnation, host);
        Standings standings =
                new Standings(this::carry, new Seal(key), self, () -> List.of(host + ":2377"), environment);
        network.put(host, standings);
        return standings;
    }

    private StandingNote carry(StandingNote note, Peer to, Duration patience) throws Joining.Unreachable {
        Standings asked = network.get(to.host());
        if (asked == null) {
            throw new Joining.Unreachable("nobody there", true, new java.net.ConnectException());
        }
        return asked.answer(note, steppedBack::add).orElseThrow(() -> unanswered());
    }

    private static Joining.Unreachable unanswered() {
        return new Joining.Unreachable("no answer", false, new java.io.IOException());
    }

    private static Peer peer(String host) {
        return new Peer(host, host, 2377, 7947, 7946);
    }

    @Test
    void oneThatWasAwayHearsOfTheNewIncarnation() {
        manager("h1", 700, KEY);
        Standings away = manager("h2", 0, KEY);
        assertThat(away.ask(List.of(peer("h1"), peer("h3"))))
                .contains(new Standing(new ClusterId("c1"), 700, List.of("h1:2377")));
        assertThat(steppedBack).as("the newer one stays").isEmpty();
    }

    @Test
    void oneThatIsAskedByTheNewerStepsBack() {
        Standings recovered = manager("h1", 700, KEY);
        manager("h2", 0, KEY);
        assertThat(recovered.ask(List.of(peer("h2")))).isEmpty();
        assertThat(steppedBack).containsExactly(new Standing(new ClusterId("c1"), 700, List.of("h1:2377")));
    }

    @Test
    void theNewestOfSeveralCounts() {
        manager("h1", 700, KEY);
        manager("h3", 900, KEY);
        assertThat(manager("h2", 0, KEY).ask(List.of(peer("h1"), peer("h3"))))
                .hasValueSatisfying(newest -> assertThat(newest.incarnation()).isEqualTo(900));
    }

    @Test
    void managersOfOneIncarnationLeaveEachOtherAlone() {
        manager("h1", 700, KEY);
        assertThat(manager("h2", 700, KEY).ask(List.of(peer("h1")))).isEmpty();
        assertThat(steppedBack).isEmpty();
    }

    @Test
    void nobodyElseCanMakeAManagerStepBack() {
        byte[] other = new byte[32];
        other[0] = 1;
        manager("h1", 700, other);
        Standings manager = manager("h2", 0, KEY);
        assertThat(manager.ask(List.of(peer("h1")))).isEmpty();
        assertThat(manager.answer(new StandingNote("n".repeat(25), "garbage"), steppedBack::add))
                .isEmpty();
        assertThat(steppedBack).isEmpty();
    }

    /** An answer sent back as a question, or under another nonce, opens as neither. */
    @Test
    void aNoteServesOnceAndInOneDirection() {
        List<StandingNote> heard = new ArrayList<>();
        Standings newer = manager("h1", 700, KEY);
        Standings older = manager("h2", 0, KEY);
        network.put("h1", newer);
        older.answer(new StandingNote("x", ""), steppedBack::add).ifPresent(heard::add);
        assertThat(heard).isEmpty();
        newer.answer(note(older), steppedBack::add).ifPresent(heard::add);
        StandingNote answer = heard.get(0);
        assertThat(older.answer(answer, steppedBack::add)).isEmpty();
        assertThat(older.answer(new StandingNote("y".repeat(25), answer.sealed()), steppedBack::add))
                .isEmpty();
        assertThat(steppedBack).isEmpty();
    }

    private StandingNote note(Standings from) {
        List<StandingNote> put = new ArrayList<>();
        Environment environment = new Environment(
                null, threads, threads, Thread::new, InstantSource.system(), random, new RandomIds(random), null);
        LocalNode self = new LocalNode(new NodeId("h2"), new ClusterId("c1"), 1, 0, "h2");
        Standings asking = new Standings(
                (note, to, patience) -> {
                    put.add(note);
                    throw unanswered();
                },
                new Seal(KEY),
                self,
                List::of,
                environment);
        assertThat(asking.ask(List.of(peer("h1")))).isEmpty();
        assertThat(from).isNotNull();
        return put.get(0);
    }
}
