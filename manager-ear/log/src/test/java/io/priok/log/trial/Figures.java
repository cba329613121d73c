package io.priok.log.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The trial's table: one line a point, on standard output and in {@code target/trial-figures.txt}. */
final class Figures {
    private Figures() {}

    static void record(String point, String format, Object... values) throws IOException {
        String line = String.format(Locale.ROOT, "| %-22s | %s |", point, String.format(Locale.ROOT, format, values));
        System.out.println(line);
        Files.writeString(
                Path.of("target", "trial-figures.txt"),
                line + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** {@code median / worst}. */
    static String spread(List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2) + " / " + sorted.get(sorted.size() - 1) + " ms";
    }

    /** How often something is repeated: {@code -Dtrial.<name>=n}. */
    static int times(String name, int standard) {
        return Integer.getInteger("trial." + name, standard);
    }
}
