package io.priok.e2e.nemesis;

import io.priok.e2e.nemesis.Operation.Kind;
import io.priok.e2e.nemesis.Operation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Figures of a run, in nanoseconds where they are times. */
final class Statistics {
    private final List<Operation> operations;
    private final List<Struck> faults;
    /** Accepted, in the order of their starts. */
    private final List<Operation> accepted;

    Statistics(List<Operation> operations, List<Struck> faults) {
        this.operations = operations;
        this.faults = faults;
        this.accepted = operations.stream()
                .filter(operation -> operation.writes() && operation.ok())
                .sorted(Comparator.comparingLong(Operation::start))
                .toList();
    }

    /** How many of each kind came to what. */
    Map<Kind, Map<Outcome, Integer>> counts() {
        Map<Kind, Map<Outcome, Integer>> counts = new EnumMap<>(Kind.class);
        for (Operation operation : operations) {
            counts.computeIfAbsent(operation.kind(), kind -> new EnumMap<>(Outcome.class))
                    .merge(operation.outcome(), 1, Integer::sum);
        }
        return counts;
    }

    /**
     * Accepted among attempted.
     *
     * @param attempted writes that were not refused for the service's state, which has nothing to do with faults
     */
    record Availability(int accepted, int attempted) {
        double share() {
            return attempted == 0 ? 1 : (double) accepted / attempted;
        }
    }

    private interface Choice {
        boolean of(Operation operation);
    }

    private Availability availability(Choice choice) {
        List<Operation> attempted = operations.stream()
                .filter(operation -> operation.writes() && operation.outcome() != Outcome.CONFLICT)
                .filter(choice::of)
                .toList();
        return new Availability((int) attempted.stream().filter(Operation::ok).count(), attempted.size());
    }

    Availability availability() {
        return availability(operation -> true);
    }

    Availability outsideOfMajorityLoss() {
        return availability(operation -> !withoutMajority(operation));
    }

    /** What a client gets that asks a manager with which nothing is wrong, while a majority is there. */
    Availability atManagersThatAreWell() {
        return availability(operation -> !withoutMajority(operation)
                && faults.stream()
                        .noneMatch(fault -> fault.touches(operation.manager())
                                && fault.during(operation.start(), operation.end())));
    }

    private boolean withoutMajority(Operation operation) {
        return faults.stream()
                .anyMatch(fault -> fault.fault().takesMajority() && fault.during(operation.start(), operation.end()));
    }

    /** From the beginning of a blow to the end of the first accepted write that was begun after it was dealt. */
    OptionalLong untilAccepted(Struck fault) {
        return accepted.stream()
                .filter(write -> write.start() >= fault.done())
                .mapToLong(write -> write.end() - fault.from())
                .min();
    }

    /** A time without any accepted write's end. */
    record Gap(long from, long to) {
        long length() {
            return to - from;
        }
    }

    /** The longest ones, longest first. */
    List<Gap> gaps(int count) {
        List<Long> ends = accepted.stream().map(Operation::end).sorted().toList();
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < ends.size(); i++) {
            gaps.add(new Gap(ends.get(i - 1), ends.get(i)));
        }
        gaps.sort(Comparator.comparingLong(Gap::length).reversed());
        return List.copyOf(gaps.subList(0, Math.min(count, gaps.size())));
    }

    /** The longest time without an accepted write that touches a span; what was before the span does not count. */
    long longestGapIn(long from, long to) {
        return gaps(Integer.MAX_VALUE).stream()
                .filter(gap -> gap.to() > from && gap.from() < to)
                .mapToLong(gap -> gap.to() - Math.max(gap.from(), from))
                .max()
                .orElse(0);
    }

    /** The value below which that share of the accepted writes' times is. */
    long latency(double share) {
        List<Long> times = accepted.stream()
                .map(write -> write.end() - write.start())
                .sorted()
                .toList();
        return times.isEmpty() ? 0 : times.get((int) Math.min(times.size() - 1, Math.floor(share * times.size())));
    }
}
