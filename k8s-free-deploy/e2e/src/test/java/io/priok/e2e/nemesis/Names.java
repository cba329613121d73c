package io.priok.e2e.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The services that clients work on together: few enough that they meet. A service that was deleted, or whose creation was refused, is
 * left alone; it is still looked for in every list.
 */
final class Names {
    private static final int MOST = 24;

    private final List<String> names = new ArrayList<>();

    synchronized void add(String name) {
        names.add(name);
    }

    synchronized void remove(String name) {
        names.remove(name);
    }

    synchronized boolean few() {
        return names.size() < MOST / 2;
    }

    synchronized boolean many() {
        return names.size() >= MOST;
    }

    /** Often one of the three newest, so that several clients write to the same at once. */
    synchronized Optional<String> any(Random random) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        int newest = Math.min(3, names.size());
        return Optional.of(
                random.nextBoolean()
                        ? names.get(names.size() - 1 - random.nextInt(newest))
                        : names.get(random.nextInt(names.size())));
    }
}
