package io.priok.e2e.nemesis;

import io.priok.e2e.Await;
import io.priok.e2e.nemesis.Anomaly.Kind;
import io.priok.e2e.nemesis.Operation.Seen;
import io.priok.e2e.nemesis.Sightings.Look;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run on a lab of its own: clients, faults, then the check. The seed decides the faults and what the clients choose; when the faults
 * strike exactly, and so the history, depends on the machine as well.
 *
 * <p>Arguments: number of managers, seconds, seed, the directory for the report. Exit status 1 if there are anomalies.
 */
final class NemesisRun {
    private static final Duration PATIENCE = Duration.ofSeconds(11);
    private static final Duration CONVERGING = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int CLIENTS_PER_MANAGER = 2;
    private static final String STEADY = "steady";

    private final long seed;
    private final Duration time;
    private final Path to;
    private final Hosts hosts;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Queue<Operation> history = new ConcurrentLinkedQueue<>();
    private final Sightings sightings = new Sightings();
    private final Names names = new Names();
    private final Cluster cluster;
    private final ServerLogs logs;
    private final Watch watch;
    private final Nemesis nemesis;
    private long begin;

    private NemesisRun(int managers, Duration time, long seed, Path to) {
        this.seed = seed;
        this.time = time;
        this.to = to;
        this.hosts = Hosts.of(managers);
        this.cluster = new Cluster(hosts, threads);
        this.logs = new ServerLogs(hosts, to.resolve("logs"));
        this.watch = new Watch(hosts, new Door(threads, Duration.ofSeconds(2)), sightings, stopped);
        this.nemesis = new Nemesis(
                hosts,
                new Plan(seed, hosts.names()),
                cluster,
                new FaultCommands(hosts, logs, this::tell),
                stopped,
                this::tell);
    }

    public static void main(String[] arguments) {
        int managers = Integer.parseInt(arguments[0]);
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
        long seed = Long.parseLong(arguments[2]);
        List<Anomaly> anomalies = run(managers, time, seed, Path.of(arguments[3]));
        System.exit(anomalies.isEmpty() ? 0 : 1);
    }

    /** The anomalies; the report is written into the directory, and nothing of an older one is left there. */
    static List<Anomaly> run(int managers, Duration time, long seed, Path to) {
        Report.clear(to);
        NemesisRun run = new NemesisRun(managers, time, seed, to);
        Thread end = new Thread(run.hosts::close);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return run.run();
        } finally {
            run.stopped.set(true);
            run.threads.shutdownNow();
            run.hosts.close();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    private List<Anomaly> run() {
        begin = System.nanoTime();
        tell("starting " + hosts.names().size() + " hosts, lab " + hosts.lab() + ", seed " + seed);
        hosts.up();
        cluster.make();
        begin = System.nanoTime();
        client(0, hosts.names().get(0))
                .create(STEADY, STEADY, 2L * hosts.names().size());
        ExecutorService clients = Executors.newCachedThreadPool();
        int number = 1;
        for (String host : hosts.names()) {
            for (int i = 0; i < CLIENTS_PER_MANAGER; i++) {
                clients.execute(client(number++, host));
            }
        }
        clients.execute(watch);
        clients.execute(nemesis);
        Await.pause(time);
        stopped.set(true);
        end(clients);
        long until = System.nanoTime();
        tell("the time is over, healing all");
        nemesis.healAll();
        long healed = System.nanoTime();
        List<String> wrong = awaitConvergence();
        long converging = wrong.isEmpty() ? System.nanoTime() - healed : -1;
        hosts.names().forEach(host -> history.add(client(0, host).list()));
        hosts.names().forEach(logs::keep);
        return report(until, converging, wrong);
    }

    private Client client(int number, String host) {
        return new Client(
                number,
                host,
                hosts.manager(host),
                new Door(threads, PATIENCE),
                names,
                new Random(31 * seed + number),
                history::add,
                stopped);
    }

    private static void end(ExecutorService clients) {
        clients.shutdown();
        try {
            if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a client does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What is still wrong when the patience is over; empty when all is well. */
    private List<String> awaitConvergence() {
        long end = System.nanoTime() + CONVERGING.toNanos();
        while (true) {
            List<String> wrong = wrong();
            if (wrong.isEmpty() || System.nanoTime() > end) {
                return wrong;
            }
            Await.pause(Duration.ofMillis(500));
        }
    }

    private List<String> wrong() {
        List<String> wrong = new ArrayList<>(cluster.managersWrong());
        if (!wrong.isEmpty()) {
            return wrong;
        }
        Map<String, Map<String, Seen>> services = cluster.services();
        List<Look> looks = new ArrayList<>();
        for (String host : hosts.names()) {
            Optional<Look> look = watch.look(host);
            look.ifPresentOrElse(looks::add, () -> wrong.add("the engine of " + host + " does not answer"));
        }
        looks.forEach(sightings::add);
        if (services.size() < hosts.names().size()) {
            wrong.add("services are told only by " + services.keySet());
        } else {
            wrong.addAll(Cluster.runningWrong(services.get(hosts.names().get(0)), looks));
        }
        Checker.finalStates(services).forEach(anomaly -> wrong.add(anomaly.what()));
        return wrong;
    }

    private List<Anomaly> report(long until, long converging, List<String> wrong) {
        List<Operation> operations = List.copyOf(history);
        List<Struck> faults = nemesis.struck();
        var terms = logs.leaders();
        List<Anomaly> anomalies = new ArrayList<>(Checker.history(operations));
        anomalies.addAll(Checker.finalStates(cluster.services()));
        anomalies.addAll(Checker.terms(terms));
        anomalies.addAll(
                sightings.check(new FaultHealth(hosts.names().size(), faults, GRACE.toNanos()), GRACE.toNanos()));
        wrong.forEach(what -> anomalies.add(new Anomaly(Kind.NO_CONVERGENCE, what)));
        Report.Run run = new Report.Run(
                seed, hosts.names(), begin, until, operations, faults, sightings.looks(), terms, converging, anomalies);
        new Report(to).write(run);
        System.out.println(Report.page(run));
        tell("the report is in " + to.toAbsolutePath());
        return anomalies;
    }

    private void tell(String what) {
        System.out.printf(Locale.ROOT, "nemesis %6.1f s: %s%n", (System.nanoTime() - begin) / 1e9, what);
    }
}
