package io.priok.console.frame;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Values as people read them. */
public final class Words {
    private static final long KIB = 1024;

    private Words() {}

    /** {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}; a moment in the future counts as now. */
    public static String age(Instant since, Instant now) {
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    /** {@code 23.5 GiB}, as {@code docker info} does; empty when unknown. */
    public static String bytes(long bytes) {
        if (bytes <= 0) {
            return "";
        }
        double value = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (value >= KIB && unit < units.length - 1) {
            value /= KIB;
            unit++;
        }
        return value >= 100 || unit == 0
                ? String.format(Locale.ROOT, "%.0f %s", value, units[unit])
                : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /** {@code 2}, {@code 0.5}; empty when unknown. */
    public static String cpus(long nanoCpus) {
        if (nanoCpus <= 0) {
            return "";
        }
        double cpus = nanoCpus / 1e9;
        return cpus == Math.rint(cpus)
                ? Long.toString((long) cpus)
                : String.format(Locale.ROOT, "%.2f", cpus).replaceFirst("0+$", "");
    }

    /** {@code 1 task}, {@code 2 tasks}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code rollback_started} and the like as words. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Ids as the command line shortens them. */
    public static String shortId(String id) {
        return id.length() > 12 ? id.substring(0, 12) : id;
    }
}
