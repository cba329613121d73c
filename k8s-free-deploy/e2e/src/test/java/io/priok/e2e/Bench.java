package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Priok and Docker's own Swarm, each on an engine of its own, do the same by turns: create a service, scale it, replace a killed
 * container. Taken is the time from before the command until the API shows the tasks running, asked every 20 ms.
 *
 * <p>Arguments: the number of runs and of runs before them that are not counted.
 */
final class Bench implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, Target> targets = new TreeMap<>();

    private Bench(Path directory, int port) {
        try {
            Engine engine = Engine.start(directory.resolve("engine"));
            targets.put("priok", Server.of(directory, port, engine));
            targets.put("swarm", new SwarmTarget(Engine.start(directory.resolve("reference"))));
            targets.get("priok").start();
            targets.values().forEach(target -> new Swarm(target).init());
        } catch (AssertionError | RuntimeException e) {
            close();
            throw e;
        }
    }

    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        int warmUp = Integer.parseInt(arguments[1]);
        Path directory = Path.of(System.getProperty("priok.e2e.dir", "/tmp/priok-e2e"))
                .resolve("bench-" + ProcessHandle.current().pid());
        System.out.println("starting Priok and Docker's Swarm, each on an engine of its own");
        try (Bench bench = new Bench(directory, Integer.getInteger("priok.e2e.port", 27100))) {
            Thread interrupted = new Thread(bench::close);
            Runtime.getRuntime().addShutdownHook(interrupted);
            System.out.printf("%d runs each, by turns, after %d not counted; milliseconds%n%n", runs, warmUp);
            System.out.printf("%-28s %8s %8s %8s%n", "", "median", "min", "max");
            bench.measure("create 1 to running", runs, warmUp, bench::create);
            bench.measure("scale 1 to 10", runs, warmUp, bench::scale);
            bench.measure("killed to replaced", runs, warmUp, bench::replace);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    @Override
    public void close() {
        targets.values().forEach(Target::close);
    }

    /** One measurement in milliseconds; leaves the target as it was. */
    private interface Measurement {
        double run(Target target, String service);
    }

    private void measure(String what, int runs, int warmUp, Measurement measurement) {
        Map<String, List<Double>> times = new TreeMap<>();
        for (int i = 0; i < runs + warmUp; i++) {
            for (Map.Entry<String, Target> side : targets.entrySet()) {
                double time = measurement.run(side.getValue(), "bench-" + i);
                if (i >= warmUp) {
                    times.computeIfAbsent(side.getKey(), name -> new ArrayList<>())
                            .add(time);
                }
                // Both engines share the machine: the next one begins when this one is at rest.
                new Swarm(side.getValue()).clear();
                Await.pause(Duration.ofMillis(300));
            }
        }
        times.forEach((side, all) -> print(what + ", " + side, all));
        double ratio = median(times.get("priok")) / median(times.get("swarm"));
        System.out.printf(Locale.ROOT, "%-28s %8.2f%n%n", what + ", ratio", ratio);
    }

    private static void print(String name, List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%-28s %8.0f %8.0f %8.0f%n",
                name,
                median(times),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    private static double median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private double create(Target target, String service) {
        return timed(target, createCommand(target, service), service, running(1));
    }

    private double scale(Target target, String service) {
        createCommand(target, service).ok();
        new Swarm(target).awaitRunning(service, 1);
        Command scale = cli(target).command("service", "scale", "--detach", service + "=10");
        return timed(target, scale, service, running(10));
    }

    private double replace(Target target, String service) {
        createCommand(target, service).ok();
        Swarm swarm = new Swarm(target);
        swarm.awaitRunning(service, 1);
        String victim = swarm.runningContainers(service).iterator().next();
        // Killed behind the orchestrator's back, by the engine itself.
        Command kill = Cli.installed().get(0).at(target.engine().host()).command("kill", victim);
        return timed(
                target,
                kill,
                service,
                tasks -> tasks.stream()
                        .filter(task -> Swarm.state(task).equals("running"))
                        .anyMatch(task -> !task.toString().contains(victim)));
    }

    private static Cli cli(Target target) {
        return Cli.installed().get(0).at(target.host());
    }

    private static Command createCommand(Target target, String service) {
        return cli(target)
                .command(
                        "service",
                        "create",
                        "--detach",
                        "--no-resolve-image",
                        "--name",
                        service,
                        "--stop-signal",
                        "KILL",
                        "--restart-delay",
                        "0s",
                        Engine.IMAGE);
    }

    private static Predicate<List<JsonObject>> running(int count) {
        return tasks -> tasks.stream()
                        .filter(task -> Swarm.state(task).equals("running"))
                        .count()
                == count;
    }

    private static double timed(Target target, Command command, String service, Predicate<List<JsonObject>> done) {
        long start = System.nanoTime();
        try (Command.Started started = command.start()) {
            String query = "/tasks" + Api.filters("service", service);
            for (long next = start; !seen(target, query, done); next += POLL.toNanos()) {
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

    /** A service that is not there yet is answered with an error. */
    private static boolean seen(Target target, String query, Predicate<List<JsonObject>> done) {
        Api.Response response = target.api().get(query);
        return response.status() == 200 && done.test(response.array().getValuesAs(JsonObject.class));
    }
}
