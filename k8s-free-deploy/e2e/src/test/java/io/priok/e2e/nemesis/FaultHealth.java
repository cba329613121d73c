package io.priok.e2e.nemesis;

import java.util.List;

/** Health as it follows from the faults: well is who had none for a grace. */
record FaultHealth(int managers, List<Struck> faults, long graceNanos) implements Sightings.Health {
    @Override
    public boolean well(String host, long at) {
        return faults.stream().noneMatch(fault -> fault.touches(host) && fault.during(at - graceNanos, at));
    }

    @Override
    public boolean majorityWell(long at) {
        long bad = faults.stream()
                .filter(fault -> fault.fault().reach() != Fault.Reach.ENGINE && fault.during(at - graceNanos, at))
                .flatMap(fault -> fault.hosts().stream())
                .distinct()
                .count();
        return bad <= (managers - 1) / 2;
    }
}
