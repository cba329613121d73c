package io.priok.e2e.lab;

import io.priok.e2e.Cli;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an acknowledged write costs: Priok and the engines' own Swarm, each on a lab, update services with one client and with
 * many, with one manager and with three; see {@link io.priok.e2e.UpdateLoad}. While one is measured the other idles.
 *
 * <p>Arguments: runs of each; seconds of a run.
 */
final class UpdateBench implements AutoCloseable {
    private static final List<Integer> CLIENTS = List.of(1, 16);
    private static final String WARM_UP = "8";

    private final Map<String, Cluster> sides = new LinkedHashMap<>();

    private UpdateBench() {
        Cli cli = Cli.installed().get(0);
        sides.put("priok", new Cluster(Lab.of("bp", true), cli));
        sides.put("swarm", new Cluster(Lab.of("bs", false), cli));
    }

    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        String seconds = arguments[1];
        Lab.endOrphans("bp", true);
        Lab.endOrphans("bs", false);
        try (UpdateBench bench = new UpdateBench()) {
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
            bench.sides.values().forEach(side -> side.lab().up());
            System.out.printf("%d runs of %s s each, by turns; times in ms, medians of the runs%n%n", runs, seconds);
            System.out.printf(
                    "%-9s %8s %7s %10s %10s %8s %8s%n",
                    "managers", "clients", "", "updates/s", "entries/s", "p50", "p99");
            bench.measure(runs, seconds, "h1");
            bench.measure(runs, seconds, "h1", "h2", "h3");
        }
    }

    @Override
    public void close() {
        sides.values().forEach(side -> side.lab().close());
    }

    private void measure(int runs, String seconds, String... managers) {
        sides.values().forEach(side -> side.have(managers));
        for (int clients : CLIENTS) {
            Map<String, List<double[]>> figures = new LinkedHashMap<>();
            for (int i = 0; i < runs; i++) {
                sides.forEach((name, side) ->
                        figures.computeIfAbsent(name, any -> new ArrayList<>()).add(load(side, clients, seconds)));
            }
            figures.forEach((name, all) -> System.out.printf(
                    Locale.ROOT,
                    "%-9d %8d %7s %10.0f %10.0f %8.1f %8.1f%n",
                    managers.length,
                    clients,
                    name,
                    median(all, 0),
                    median(all, 1),
                    median(all, 2),
                    median(all, 3)));
        }
    }

    private static double[] load(Cluster side, int clients, String seconds) {
        String leader = side.leader("h1");
        String line = side.lab()
                .on(
                        leader,
                        "java",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.priok.e2e.UpdateLoad",
                        side.lab().endpoint(),
                        Integer.toString(clients),
                        WARM_UP,
                        seconds)
                .ok()
                .strip();
        String[] words = line.split(" ", -1);
        double[] figures = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            figures[i] = Double.parseDouble(words[i]);
        }
        return figures;
    }

    private static double median(List<double[]> all, int which) {
        List<Double> sorted = all.stream().map(each -> each[which]).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
