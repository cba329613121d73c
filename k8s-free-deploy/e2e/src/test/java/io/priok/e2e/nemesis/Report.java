package io.priok.e2e.nemesis;

import io.priok.e2e.nemesis.Operation.Kind;
import io.priok.e2e.nemesis.Operation.Outcome;
import io.priok.e2e.nemesis.Sightings.Look;
import io.priok.e2e.nemesis.Statistics.Availability;
import io.priok.e2e.nemesis.Statistics.Gap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a run leaves in its directory: the history, the faults and what ran as lines of JSON, a page with tables, a picture. */
final class Report {
    private final Path to;

    Report(Path to) {
        this.to = to;
    }

    /**
     * @param from, until the first request and the last, on the clock of {@link System#nanoTime}
     * @param converging from the end of all faults, in nanoseconds; negative if it did not come to that
     */
    record Run(
            long seed,
            List<String> hosts,
            long from,
            long until,
            List<Operation> operations,
            List<Struck> faults,
            List<Look> looks,
            Map<Long, Set<String>> terms,
            long converging,
            List<Anomaly> anomalies) {}

    void write(Run run) {
        try {
            Files.createDirectories(to);
            Files.write(
                    to.resolve("history.jsonl"),
                    run.operations().stream()
                            .map(done -> done.json(run.from()).toString())
                            .toList());
            Files.write(
                    to.resolve("faults.jsonl"),
                    run.faults().stream()
                            .map(fault -> fault.json(run.from()).toString())
                            .toList());
            Files.write(to.resolve("containers.txt"), changes(run));
            Files.writeString(to.resolve("report.md"), page(run));
            Files.writeString(
                    to.resolve("timeline.svg"),
                    new Timeline(run.hosts(), run.operations(), run.faults(), run.from(), run.until())
                            .svg(run.hosts().size() + " managers, seed " + run.seed()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came and went on the hosts. */
    private static List<String> changes(Run run) {
        Map<String, Set<String>> before = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (Look look : run.looks()) {
            Set<String> now = new TreeSet<>();
            look.containers().forEach(container -> now.add(container.slot() + "." + container.task()));
            Set<String> then = before.getOrDefault(look.host(), Set.of());
            for (String task : now) {
                if (!then.contains(task)) {
                    lines.add(at(run, look.at()) + " " + look.host() + " + " + task);
                }
            }
            for (String task : then) {
                if (!now.contains(task)) {
                    lines.add(at(run, look.at()) + " " + look.host() + " - " + task);
                }
            }
            before.put(look.host(), now);
        }
        return lines;
    }

    /** Another run's servers would be taken for those of this one. */
    static void clear(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String page(Run run) {
        Statistics statistics = new Statistics(run.operations(), run.faults());
        StringBuilder page = new StringBuilder();
        line(page, "# Nemesis, %d managers, seed %d", run.hosts().size(), run.seed());
        line(page, "");
        line(
                page,
                "%s s, %d operations, %d faults, %d terms, **%d anomalies**.",
                seconds(run.until() - run.from()),
                run.operations().size(),
                run.faults().size(),
                run.terms().size(),
                run.anomalies().size());
        line(page, "");
        anomalies(page, run);
        operations(page, statistics);
        availability(page, statistics, run);
        faults(page, statistics, run);
        gaps(page, statistics, run);
        line(page, "![time line](timeline.svg)");
        return page.toString();
    }

    private static void anomalies(StringBuilder page, Run run) {
        line(page, "## Anomalies");
        line(page, "");
        if (run.anomalies().isEmpty()) {
            line(page, "None.");
        }
        run.anomalies().forEach(anomaly -> line(page, "- %s", anomaly));
        line(page, "");
    }

    private static void operations(StringBuilder page, Statistics statistics) {
        line(page, "## Operations");
        line(page, "");
        line(page, "| kind | accepted | refused for the state | refused | unknown |");
        line(page, "| --- | --- | --- | --- | --- |");
        Map<Kind, Map<Outcome, Integer>> counts = statistics.counts();
        counts.forEach((kind, outcomes) -> line(
                page,
                "| %s | %d | %d | %d | %d |",
                kind.name().toLowerCase(Locale.ROOT),
                outcomes.getOrDefault(Outcome.OK, 0),
                outcomes.getOrDefault(Outcome.CONFLICT, 0),
                outcomes.getOrDefault(Outcome.REFUSED, 0),
                outcomes.getOrDefault(Outcome.UNKNOWN, 0)));
        line(page, "");
    }

    private static void availability(StringBuilder page, Statistics statistics, Run run) {
        line(page, "## Availability for writes");
        line(page, "");
        line(page, "| of which writes | accepted | attempted | share |");
        line(page, "| --- | --- | --- | --- |");
        availability(page, "all", statistics.availability());
        availability(page, "while no majority was taken", statistics.outsideOfMajorityLoss());
        availability(page, "the same, at managers without a fault", statistics.atManagersThatAreWell());
        line(page, "");
        line(
                page,
                "An accepted write took %s s in the middle, %s s at the 99th of 100. From the end of all faults until all managers"
                        + " were reachable, agreed and just the wanted tasks ran: %s.",
                seconds(statistics.latency(0.5)),
                seconds(statistics.latency(0.99)),
                run.converging() < 0 ? "never" : seconds(run.converging()) + " s");
        line(page, "");
    }

    private static void availability(StringBuilder page, String words, Availability share) {
        line(page, "| %s | %d | %d | %.2f %% |", words, share.accepted(), share.attempted(), 100 * share.share());
    }

    private static void faults(StringBuilder page, Statistics statistics, Run run) {
        line(page, "## Faults");
        line(page, "");
        line(page, "| | fault | at | from, s | to, s | next accepted write after, s | longest time without one, s |");
        line(page, "| --- | --- | --- | --- | --- | --- | --- |");
        for (Struck fault : run.faults()) {
            var next = statistics.untilAccepted(fault);
            line(
                    page,
                    "| %d | %s | %s | %s | %s | %s | %s |",
                    fault.number(),
                    fault.fault().words() + (fault.note().isEmpty() ? "" : ", " + fault.note()),
                    fault.target(),
                    at(run, fault.from()),
                    at(run, fault.healed()),
                    next.isPresent() ? seconds(next.getAsLong()) : "-",
                    seconds(statistics.longestGapIn(fault.from(), fault.healed())));
        }
        line(page, "");
    }

    private static void gaps(StringBuilder page, Statistics statistics, Run run) {
        line(page, "## Longest times without an accepted write");
        line(page, "");
        line(page, "| from, s | length, s | faults in force |");
        line(page, "| --- | --- | --- |");
        for (Gap gap : statistics.gaps(8)) {
            String during = run.faults().stream()
                    .filter(fault -> fault.during(gap.from(), gap.to()))
                    .map(fault -> fault.number() + " " + fault.fault().words() + " " + fault.target())
                    .reduce((one, other) -> one + "; " + other)
                    .orElse("none");
            line(page, "| %s | %s | %s |", at(run, gap.from()), seconds(gap.length()), during);
        }
        line(page, "");
    }

    private static String at(Run run, long time) {
        return seconds(time - run.from());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, nanos < 10_000_000_000L ? "%.2f" : "%.1f", nanos / 1e9);
    }

    private static void line(StringBuilder page, String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
