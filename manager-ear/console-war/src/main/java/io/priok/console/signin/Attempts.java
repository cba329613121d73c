package io.priok.console.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down: after some failures from one address it has to wait. By address, not by name, so that nobody can lock the
 * administrator out from elsewhere. Bounded: the addresses that failed longest ago are forgotten first.
 */
final class Attempts {
    private static final int FREE = 5;
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int REMEMBERED = 1_000;

    private record Failures(int count, Instant last) {}

    private final Map<String, Failures> byAddress = new LinkedHashMap<>();

    /** How long the address must wait before it may try again; zero when it may. */
    synchronized Duration wait(String address, Instant now) {
        Failures failures = byAddress.get(address);
        if (failures == null || failures.count() < FREE) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, failures.last().plus(WAIT));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String address, Instant now) {
        Failures before = byAddress.remove(address);
        boolean fresh =
                before != null && !before.last().plus(WAIT.multipliedBy(10)).isBefore(now);
        byAddress.put(address, new Failures(fresh && before != null ? before.count() + 1 : 1, now));
        if (byAddress.size() > REMEMBERED) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String address) {
        byAddress.remove(address);
    }
}
