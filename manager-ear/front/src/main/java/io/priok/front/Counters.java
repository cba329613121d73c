package io.priok.front;

import java.util.concurrent.atomic.LongAdder;

/** Running totals, written by the event loops and read by anyone. */
final class Counters {
    final LongAdder openConnections = new LongAdder();
    final LongAdder inFlight = new LongAdder();
    final LongAdder hijacked = new LongAdder();
    final LongAdder swarmRequests = new LongAdder();
    final LongAdder engineRequests = new LongAdder();
    final LongAdder refused = new LongAdder();

    void forwarded(Backend backend) {
        switch (backend) {
            case SWARM -> swarmRequests.increment();
            case ENGINE -> engineRequests.increment();
        }
    }

    FrontDoorStats stats() {
        return new FrontDoorStats(
                openConnections.sum(),
                inFlight.sum(),
                hijacked.sum(),
                swarmRequests.sum(),
                engineRequests.sum(),
                refused.sum());
    }
}
