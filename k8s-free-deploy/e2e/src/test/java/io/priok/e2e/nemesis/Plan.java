package io.priok.e2e.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The sequence of faults, decided by the seed alone. */
final class Plan {
    private static final int FIRST_WITH_MAJORITY = 4;

    private final Random random;
    private final List<String> hosts;
    private int number;

    Plan(long seed, List<String> hosts) {
        this.random = new Random(seed);
        this.hosts = List.copyOf(hosts);
    }

    /**
     * @param gap from the strike before to this one
     * @param atLeader that the host which leads then is the first choice
     * @param order hosts by preference: the first that are well are struck
     * @param lasts until it is healed
     * @param percent of packets that are lost, where that is the fault
     */
    record Strike(
            int number, Duration gap, Fault fault, boolean atLeader, List<String> order, Duration lasts, int percent) {

        /** Whom it strikes, empty when nobody is left to be struck. */
        List<String> targets(String leader, List<String> well) {
            List<String> choice = Stream.concat(atLeader ? Stream.of(leader) : Stream.empty(), order.stream())
                    .distinct()
                    .filter(well::contains)
                    .toList();
            int needed = switch (fault.reach()) {
                case HOST, ENGINE -> 1;
                case PAIR -> 2;
                case ALL -> order.size();
            };
            return choice.size() < needed ? List.of() : choice.subList(0, needed);
        }
    }

    Strike next() {
        number++;
        Fault fault = fault();
        List<String> order = new ArrayList<>(hosts);
        Collections.shuffle(order, random);
        return new Strike(
                number,
                seconds(5, 20),
                fault,
                random.nextInt(10) < 4,
                List.copyOf(order),
                lasts(fault),
                10 + random.nextInt(31));
    }

    /** Not at once the worst. */
    private Fault fault() {
        List<Fault> choice = Stream.of(Fault.values())
                .filter(fault -> number >= FIRST_WITH_MAJORITY || !fault.takesMajority())
                .flatMap(fault -> Collections.nCopies(fault.weight(), fault).stream())
                .toList();
        return choice.get(random.nextInt(choice.size()));
    }

    /** Some are over before anybody notices, some outlast every time-out. */
    private Duration lasts(Fault fault) {
        return switch (fault) {
            case SERVER_PAUSED, HOST_PAUSED -> random.nextInt(4) == 0 ? seconds(20, 40) : seconds(1, 15);
            case CUT, CUT_FROM_ONE, DEAF_TO_ONE, LOSSY -> seconds(2, 25);
            case FLAPPING -> seconds(5, 12);
            case SERVER_KILLED, SERVER_STOPPED, POWER_FAILED, ENGINE_KILLED -> seconds(0, 12);
            case ALL_SERVERS_KILLED, ALL_POWER_FAILED, ALL_CUT -> seconds(1, 8);
        };
    }

    private Duration seconds(int least, int most) {
        return Duration.ofMillis(1_000L * least + random.nextInt(1_000 * (most - least)));
    }
}
