package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Priok and the engines' own Swarm, each on a lab of three hosts, do the same by turns. Times are from before the command, or
 * before the power failure, until the hosts' engines run the containers, asked every 20 ms past both products; after the death of
 * a leader until another manager accepts a command. While one is measured the other idles.
 *
 * <p>Arguments: the number of runs, and of runs with a host's death, which take a minute each.
 */
final class ClusterBench implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERVICE = "bench";

    private final Map<String, Cluster> sides = new LinkedHashMap<>();
    private final List<String> rows = new ArrayList<>();

    private ClusterBench() {
        Cli cli = Cli.installed().get(0);
        sides.put("priok", new Cluster(Lab.of("bp", true), cli));
        sides.put("swarm", new Cluster(Lab.of("bs", false), cli));
    }

    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        int deaths = Integer.parseInt(arguments[1]);
        Lab.endOrphans("bp", true);
        Lab.endOrphans("bs", false);
        try (ClusterBench bench = new ClusterBench()) {
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
            bench.start();
            System.out.printf("%d runs, %d with a death, by turns; milliseconds%n", runs, deaths);
            bench.measure("create 1 to running", runs, ClusterBench::create);
            bench.measure("scale 1 to 30", runs, ClusterBench::scaleUp);
            bench.measure("scale 30 to 1", runs, ClusterBench::scaleDown);
            bench.measure("drain 10 of 30", runs, ClusterBench::drain);
            bench.measure("host dead, 12 of 12 again", deaths, ClusterBench::hostDies);
            bench.measure("leader dead, write accepted", deaths, ClusterBench::leaderDies);
            bench.print();
        }
    }

    private void start() {
        for (Cluster side : sides.values()) {
            System.out.println("starting the hosts of lab " + side.lab().name());
            side.lab().up();
            side.have("h1");
        }
    }

    @Override
    public void close() {
        sides.values().forEach(side -> side.lab().close());
    }

    /** One measurement in milliseconds; begins with a Swarm in good order without services. */
    private interface Measurement {
        double run(Cluster side);
    }

    private void measure(String what, int runs, Measurement measurement) {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        sides.keySet().forEach(name -> times.put(name, new ArrayList<>()));
        // One turn is not counted where a turn is short.
        int warmUp = runs > 0 && !what.contains("dead") ? 1 : 0;
        for (int i = 0; i < runs + warmUp; i++) {
            for (Map.Entry<String, Cluster> side : sides.entrySet()) {
                double time = measurement.run(side.getValue());
                if (i >= warmUp) {
                    times.get(side.getKey()).add(time);
                    System.out.printf(Locale.ROOT, "  %-30s %-6s %8.0f%n", what, side.getKey(), time);
                }
                side.getValue().clear();
            }
        }
        if (runs > 0) {
            rows.add(row(what, times.get("priok"), times.get("swarm")));
        }
    }

    private static String row(String what, List<Double> priok, List<Double> swarm) {
        return String.format(
                Locale.ROOT,
                "%-30s %8.0f %17s %8.0f %17s %7.2f",
                what,
                median(priok),
                extremes(priok),
                median(swarm),
                extremes(swarm),
                median(priok) / median(swarm));
    }

    private static String extremes(List<Double> times) {
        return String.format(
                Locale.ROOT,
                "%.0f to %.0f",
                times.stream().min(Double::compare).orElseThrow(),
                times.stream().max(Double::compare).orElseThrow());
    }

    private static double median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private void print() {
        System.out.printf(
                "%n%-30s %8s %17s %8s %17s %7s%n", "medians, ms", "priok", "extremes", "swarm", "extremes", "ratio");
        rows.forEach(System.out::println);
    }

    // What is measured

    private static double create(Cluster side) {
        return timed(side.createCommand("h1", SERVICE), () -> runs(side, 1, Lab.HOSTS));
    }

    private static double scaleUp(Cluster side) {
        side.createRunning(SERVICE, 1);
        return timed(scale(side, 30), () -> runs(side, 30, Lab.HOSTS));
    }

    private static double scaleDown(Cluster side) {
        side.createRunning(SERVICE, 30);
        return timed(scale(side, 1), () -> runs(side, 1, Lab.HOSTS));
    }

    private static double drain(Cluster side) {
        side.createRunning(SERVICE, 30);
        Command drain = side.at("h1").command("node", "update", "--availability", "drain", "h3");
        double time = timed(
                drain,
                () -> runs(side, 30, Lab.without("h3"))
                        && side.slots(SERVICE, List.of("h3")).isEmpty());
        side.at("h1").ok("node update --availability active h3");
        return time;
    }

    private static double hostDies(Cluster side) {
        side.have("h1");
        side.createRunning(SERVICE, 12);
        double time = timed(kill(side, "h3"), () -> runs(side, 12, Lab.without("h3")));
        side.lab().start("h3");
        side.awaitStatus("h1", "h3", "Ready");
        return time;
    }

    private static double leaderDies(Cluster side) {
        side.have("h1", "h2", "h3");
        side.createRunning(SERVICE, 3);
        String leader = side.leader("h1");
        String other = Lab.without(leader).get(0);
        int[] replicas = {3};
        double time = timed(
                kill(side, leader),
                () -> scale(side, other, ++replicas[0]).run().exit() == 0);
        side.lab().start(leader);
        side.awaitManagers(PATIENCE, "h1", "h2", "h3");
        return time;
    }

    private static Command kill(Cluster side, String host) {
        side.lab().sockets().remove(host);
        return side.lab().command("kill", host);
    }

    private static Command scale(Cluster side, int replicas) {
        return scale(side, "h1", replicas);
    }

    private static Command scale(Cluster side, String asked, int replicas) {
        return side.at(asked).command("service", "scale", "--detach", SERVICE + "=" + replicas);
    }

    private static boolean runs(Cluster side, int count, Collection<String> hosts) {
        List<String> slots = side.slots(SERVICE, hosts);
        return slots.size() == count && slots.stream().distinct().count() == count;
    }

    private interface Condition {
        boolean holds();
    }

    private static double timed(Command command, Condition done) {
        long start = System.nanoTime();
        try (Command.Started started = command.start()) {
            for (long next = start; !done.holds(); next += POLL.toNanos()) {
                assertThat(System.nanoTime() - start)
                        .as("time of %s", command.line())
                        .isLessThan(PATIENCE.toNanos());
                Await.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
            double taken = (System.nanoTime() - start) / 1e6;
            assertThat(started.end(PATIENCE).exit()).isZero();
            return taken;
        }
    }
}
