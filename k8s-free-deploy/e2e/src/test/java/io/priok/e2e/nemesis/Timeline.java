package io.priok.e2e.nemesis;

import io.priok.e2e.nemesis.Operation.Outcome;
import java.util.List;
import java.util.Locale;

/**
 * A run as a picture (SVG): for each host its faults as bars and the writes that its manager was asked for as marks, below them all
 * accepted writes by the second.
 */
final class Timeline {
    private static final int WIDTH = 1_600;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 50;
    private static final int LANE = 84;
    private static final int BAR = 16;
    private static final int GRAPH = 90;
    private static final long SECOND = 1_000_000_000L;

    private final List<String> hosts;
    private final List<Operation> writes;
    private final List<Struck> faults;
    private final long from;
    private final long to;
    private final StringBuilder svg = new StringBuilder();

    Timeline(List<String> hosts, List<Operation> operations, List<Struck> faults, long from, long to) {
        this.hosts = hosts;
        this.writes = operations.stream().filter(Operation::writes).toList();
        this.faults = faults;
        this.from = from;
        this.to = to;
    }

    String svg(String title) {
        int height = TOP + hosts.size() * LANE + GRAPH + 70;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">",
                WIDTH, height);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        text(LEFT, 18, title, "#000", 14);
        legend();
        axis(TOP + hosts.size() * LANE + GRAPH);
        for (int i = 0; i < hosts.size(); i++) {
            lane(hosts.get(i), TOP + i * LANE);
        }
        graph(TOP + hosts.size() * LANE);
        add("</svg>");
        return svg.toString();
    }

    private void legend() {
        int x = LEFT;
        for (Outcome outcome : Outcome.values()) {
            add("<path d=\"M%d 30v8\" stroke=\"%s\" stroke-width=\"3\"/>", x, colour(outcome));
            text(x + 6, 38, words(outcome), "#333", 11);
            x += 150;
        }
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case OK -> "accepted";
            case CONFLICT -> "refused for its state";
            case REFUSED -> "refused";
            case UNKNOWN -> "outcome unknown";
        };
    }

    private static String colour(Outcome outcome) {
        return switch (outcome) {
            case OK -> "#2a9d4a";
            case CONFLICT -> "#9bb7d4";
            case REFUSED -> "#d62828";
            case UNKNOWN -> "#f0a202";
        };
    }

    private static String colour(Fault fault) {
        return switch (fault) {
            case SERVER_KILLED, SERVER_STOPPED, ALL_SERVERS_KILLED -> "#c77dba";
            case POWER_FAILED, ALL_POWER_FAILED -> "#8c4a9e";
            case CUT, FLAPPING, ALL_CUT -> "#5b8fd1";
            case DEAF_TO_ONE, CUT_FROM_ONE, LOSSY -> "#9cc3ec";
            case SERVER_PAUSED, HOST_PAUSED -> "#b9b9b9";
            case ENGINE_KILLED -> "#d8b384";
        };
    }

    private void axis(int bottom) {
        long step = to - from > 300 * SECOND ? 60 * SECOND : 15 * SECOND;
        for (long at = from; at <= to; at += step) {
            add("<path d=\"M%.1f %dV%d\" stroke=\"#e4e4e4\"/>", x(at), TOP, bottom);
            long seconds = (at - from) / SECOND;
            text(
                    x(at) - 10,
                    bottom + 16,
                    String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60),
                    "#333",
                    11);
        }
        text(LEFT, bottom + 34, "minutes:seconds since the first request", "#333", 11);
    }

    private void lane(String host, int top) {
        text(10, top + BAR, host, "#000", 13);
        add("<path d=\"M%d %dH%d\" stroke=\"#ccc\"/>", LEFT, top + LANE - 8, WIDTH - RIGHT);
        for (Struck fault : faults) {
            if (fault.touches(host)) {
                double begin = x(fault.from());
                double width = Math.max(2, x(Math.min(fault.healed(), to)) - begin);
                add(
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%d %s, %s</title></rect>",
                        begin,
                        top + 2,
                        width,
                        BAR,
                        colour(fault.fault()),
                        fault.number(),
                        fault.fault().words(),
                        fault.target());
                text(begin + 2, top + BAR - 2, Integer.toString(fault.number()), "#000", 10);
            }
        }
        int mark = top + BAR + 8;
        for (Outcome outcome : Outcome.values()) {
            marks(host, outcome, mark);
            mark += 12;
        }
    }

    /** One path for all marks of a kind: a picture of ten thousand writes stays small. */
    private void marks(String host, Outcome outcome, int top) {
        StringBuilder path = new StringBuilder();
        for (Operation write : writes) {
            if (write.manager().equals(host) && write.outcome() == outcome) {
                path.append(String.format(Locale.ROOT, "M%.1f %dv8", x(write.end()), top));
            }
        }
        if (path.length() > 0) {
            add("<path d=\"%s\" stroke=\"%s\" stroke-width=\"1\" opacity=\"0.7\"/>", path, colour(outcome));
        }
    }

    private void graph(int top) {
        int seconds = (int) ((to - from) / SECOND) + 1;
        int[] accepted = new int[seconds];
        for (Operation write : writes) {
            int second = (int) ((write.end() - from) / SECOND);
            if (write.ok() && second >= 0 && second < seconds) {
                accepted[second]++;
            }
        }
        int most = 1;
        for (int count : accepted) {
            most = Math.max(most, count);
        }
        StringBuilder path = new StringBuilder();
        int bottom = top + GRAPH;
        double width = Math.max(0.5, x(from + SECOND) - x(from));
        for (int i = 0; i < seconds; i++) {
            double height = (GRAPH - 14.0) * accepted[i] / most;
            path.append(String.format(
                    Locale.ROOT, "M%.1f %dv-%.1fh%.1fv%.1fz", x(from + i * SECOND), bottom, height, width, height));
        }
        add("<path d=\"%s\" fill=\"#2a9d4a\"/>", path);
        text(10, top + 24, most + "/s", "#333", 11);
        text(10, bottom, "0", "#333", 11);
    }

    private double x(long at) {
        double share = (double) (at - from) / Math.max(1, to - from);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private void text(double x, int y, String words, String colour, int size) {
        add(
                "<text x=\"%.1f\" y=\"%d\" fill=\"%s\" font-size=\"%d\">%s</text>",
                x, y, colour, size, words.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
