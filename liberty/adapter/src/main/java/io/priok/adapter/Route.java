package io.priok.adapter;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which broker all connections of this server go to. The order of the list is the order of preference; a broker that failed a
 * moment ago is tried last. Decides and does nothing; may be used by any thread.
 */
final class Route {
    private static final long GRUDGE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A manager that has just come back may take messages before the others hear of it what it takes. */
    private static final long PROBATION_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private List<BrokerAddress> listed = List.of();
    private Optional<BrokerAddress> current = Optional.empty();
    private final Map<BrokerAddress, Long> failedAt = new HashMap<>();
    /** When brokers answered first, since when they did not fail. */
    private final Map<BrokerAddress, Long> answeredAt = new HashMap<>();

    /** @param nanoTime such as {@code System::nanoTime} */
    Route(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes the place of the list before. True if the current broker is in it, so that connections can stay. */
    synchronized boolean list(List<BrokerAddress> addresses) {
        listed = List.copyOf(addresses);
        failedAt.keySet().retainAll(listed);
        answeredAt.keySet().retainAll(listed);
        boolean stays = current.filter(listed::contains).isPresent();
        if (!stays) {
            current = Optional.empty();
        }
        return stays;
    }

    /** Empty while none is known to be there. */
    synchronized Optional<BrokerAddress> current() {
        return current;
    }

    synchronized boolean isCurrent(BrokerAddress address) {
        return current.filter(address::equals).isPresent();
    }

    /** All that are listed, in the order in which to try them. */
    synchronized List<BrokerAddress> candidates() {
        return listed.stream()
                .sorted(Comparator.comparing(this::bearsGrudge).thenComparing(this::lastGrudge))
                .toList();
    }

    /** The first of the list, when it is not the current one, did not fail lately, and is to be tried now. */
    synchronized Optional<BrokerAddress> better() {
        return listed.stream()
                .limit(1)
                .filter(first -> current.isPresent() && !isCurrent(first) && !bearsGrudge(first))
                .filter(first -> !answeredAt.containsKey(first) || hasProved(first))
                .findFirst();
    }

    /** True when it has answered for long enough that connections can move there. */
    synchronized boolean answered(BrokerAddress address) {
        answeredAt.putIfAbsent(address, nanoTime.getAsLong());
        return hasProved(address);
    }

    private boolean hasProved(BrokerAddress address) {
        Long since = answeredAt.get(address);
        return since != null && nanoTime.getAsLong() - since >= PROBATION_NANOS;
    }

    private boolean bearsGrudge(BrokerAddress address) {
        Long failed = failedAt.get(address);
        return failed != null && nanoTime.getAsLong() - failed < GRUDGE_NANOS;
    }

    private long lastGrudge(BrokerAddress address) {
        return bearsGrudge(address) ? failedAt.getOrDefault(address, 0L) : 0;
    }

    /** All connections go there from now on, if it is still listed. */
    synchronized void settle(BrokerAddress address) {
        if (listed.contains(address)) {
            current = Optional.of(address);
        }
    }

    /** Does not answer. True if it was the current one, which leaves none. */
    synchronized boolean failed(BrokerAddress address) {
        answeredAt.remove(address);
        if (listed.contains(address)) {
            failedAt.put(address, nanoTime.getAsLong());
        }
        boolean wasCurrent = isCurrent(address);
        if (wasCurrent) {
            current = Optional.empty();
        }
        return wasCurrent;
    }
}
