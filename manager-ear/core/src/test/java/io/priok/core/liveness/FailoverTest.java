package io.priok.core.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.image.SeenState.Pulse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Hosts of managers and workers lose their power at random, leaders among them; agents whose manager is gone find another within
 * 2.5 s. Whoever is gone is down in time, and nobody else ever is. With what a rule needs taken away, this does not hold.
 */
class FailoverTest {
    private static final int SEEDS = 60;
    private static final int ROUNDS = 12;

    @Test
    void whoIsGoneIsDownInTimeAndNobodyElseIs() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(complaint(seed, false, false)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void breaksWhenNobodyHasTimeToFindAnotherManager() {
        assertThat(complaints(true, false)).anyMatch(complaint -> complaint.contains("lives and is called down"));
    }

    @Test
    void breaksWhenANewLeaderKnowsNothing() {
        assertThat(complaints(false, true)).anyMatch(complaint -> complaint.contains("is down after"));
    }

    private static List<String> complaints(boolean viaUnknown, boolean pastUnknown) {
        List<String> all = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS && all.isEmpty(); seed++) {
            complaint(seed, viaUnknown, pastUnknown).ifPresent(all::add);
        }
        return all;
    }

    private static Optional<String> complaint(long seed, boolean viaUnknown, boolean pastUnknown) {
        Reign reign = new Reign();
        reign.sight = sight(reign, viaUnknown, pastUnknown);
        SplittableRandom random = new SplittableRandom(seed);
        List<NodeId> managers = List.of(reign.node("m1", "m1"), reign.node("m2", "m2"), reign.node("m3", "m3"));
        Map<NodeId, NodeId> via = new HashMap<>();
        for (int i = 1; i <= 4; i++) {
            NodeId manager = managers.get(random.nextInt(3));
            via.put(reign.node("w" + i, manager.value()), manager);
        }
        reign.begin(managers.get(0));
        for (int round = 0; round < ROUNDS; round++) {
            reign.run(20_000 + random.nextInt(1000));
            NodeId dead = random.nextInt(3) == 0
                    ? List.copyOf(via.keySet()).get(random.nextInt(via.size()))
                    : managers.get(random.nextInt(3));
            Optional<String> complaint = fail(reign, random, managers, via, dead);
            if (complaint.isPresent()) {
                return complaint;
            }
            reign.beatAgain(dead, via.getOrDefault(dead, dead).value());
        }
        return Optional.empty();
    }

    private static UnaryOperator<Optional<Pulse>> sight(Reign reign, boolean viaUnknown, boolean pastUnknown) {
        return pulse -> pulse.filter(seen -> !pastUnknown || !seen.heard().isBefore(reign.begun()))
                .map(seen -> viaUnknown
                        ? new Pulse(seen.heard(), seen.mark(), reign.leader(), seen.session(), 0, seen.leaving())
                        : seen);
    }

    private static Optional<String> fail(
            Reign reign, SplittableRandom random, List<NodeId> managers, Map<NodeId, NodeId> via, NodeId dead) {
        reign.downAt.clear();
        reign.silence(dead);
        long diedAt = reign.now();
        Map<NodeId, Long> back = new HashMap<>();
        via.forEach((worker, manager) -> {
            if (manager.equals(dead) && !worker.equals(dead)) {
                reign.silence(worker);
                back.put(worker, diedAt + 200 + random.nextInt(2300));
            }
        });
        long elected = reign.leader().equals(dead) ? diedAt + 500 + random.nextInt(1500) : 0;
        reign.stalled = elected > 0;
        List<NodeId> others = managers.stream().filter(id -> !id.equals(dead)).toList();
        for (int i = 0; i < 200; i++) {
            reign.run(50);
            if (reign.stalled && reign.now() >= elected) {
                reign.begin(others.get(random.nextInt(2)));
            }
            for (NodeId worker : List.copyOf(back.keySet())) {
                if (reign.now() >= back.getOrDefault(worker, 0L)) {
                    back.remove(worker);
                    NodeId next = others.get(random.nextInt(2));
                    via.put(worker, next);
                    reign.beatAgain(worker, next.value());
                }
            }
        }
        return judged(reign, dead, elected);
    }

    private static Optional<String> judged(Reign reign, NodeId dead, long elected) {
        for (NodeId id : reign.downAt.keySet()) {
            if (!id.equals(dead)) {
                return Optional.of(id + " lives and is called down");
            }
        }
        long truce = elected == 0 ? 0 : elected + 1000;
        long latest = Math.max(reign.lastBeat(dead) + 3000, truce) + 100;
        long down = reign.downAt.getOrDefault(dead, Long.MAX_VALUE);
        if (down > latest || reign.state(dead) != NodeState.DOWN) {
            return Optional.of(dead + " is down after " + (down - reign.lastBeat(dead)) + " ms, leader "
                    + reign.leader() + " since " + (elected - reign.lastBeat(dead)));
        }
        return Optional.empty();
    }
}
