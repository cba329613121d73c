package io.priok.e2e.nemesis;

import io.priok.e2e.Await;
import io.priok.e2e.nemesis.Plan.Strike;
import jakarta.json.JsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Carries out the plan: strikes when a strike is due and so many managers are well that a majority stays, save for the faults that are
 * meant to take it; heals each after its time, several at once.
 */
final class Nemesis implements Runnable {
    private final Hosts hosts;
    private final Plan plan;
    private final Cluster cluster;
    private final FaultCommands faults;
    private final AtomicBoolean stopped;
    private final Consumer<String> progress;
    private final ExecutorService healers = Executors.newCachedThreadPool();
    private final List<Future<?>> healing = new ArrayList<>();
    private final Map<Integer, Struck> struck = new TreeMap<>();

    Nemesis(
            Hosts hosts,
            Plan plan,
            Cluster cluster,
            FaultCommands faults,
            AtomicBoolean stopped,
            Consumer<String> progress) {
        this.hosts = hosts;
        this.plan = plan;
        this.cluster = cluster;
        this.faults = faults;
        this.stopped = stopped;
        this.progress = progress;
    }

    @Override
    public void run() {
        while (!stopped.get()) {
            Strike strike = plan.next();
            long due = System.nanoTime() + strike.gap().toNanos();
            while (!stopped.get() && (System.nanoTime() < due || !room(strike.fault()))) {
                Await.pause(Duration.ofMillis(100));
            }
            if (!stopped.get()) {
                strike(strike);
            }
        }
    }

    /** How many faults that managers suffer from leave a majority without one. */
    private synchronized boolean room(Fault fault) {
        List<Struck> now = active();
        long engines = now.stream()
                .filter(active -> active.fault().reach() == Fault.Reach.ENGINE)
                .count();
        long managers = now.size() - engines;
        return switch (fault.reach()) {
            case ENGINE -> engines == 0 && managers <= mostFaults();
            case HOST, PAIR -> managers < mostFaults();
            case ALL -> now.isEmpty();
        };
    }

    private int mostFaults() {
        return (hosts.names().size() - 1) / 2;
    }

    private List<Struck> active() {
        return struck.values().stream()
                .filter(fault -> fault.healed() == Struck.STILL)
                .toList();
    }

    private synchronized List<String> well() {
        List<Struck> now = active();
        return hosts.names().stream()
                .filter(host -> now.stream().noneMatch(fault -> fault.touches(host)))
                .toList();
    }

    private void strike(Strike strike) {
        String leader = leader();
        List<String> targets = strike.targets(leader, well());
        if (targets.isEmpty()) {
            return;
        }
        long from = System.nanoTime();
        Struck begun = new Struck(
                strike.number(), strike.fault(), targets, leader, from, Struck.STILL, Struck.STILL, note(strike));
        put(begun);
        progress.accept("fault " + strike.number() + ": " + strike.fault().words() + ": " + begun.target());
        try {
            forEach(targets, strike.fault().reach() == Fault.Reach.PAIR, host -> faults.strike(strike, targets, host));
        } catch (AssertionError | RuntimeException e) {
            progress.accept("fault " + strike.number() + " did not succeed: " + e.getMessage());
        }
        Struck dealt = begun.doneAt(System.nanoTime());
        put(dealt);
        synchronized (this) {
            healing.add(healers.submit(() -> healLater(strike, dealt)));
        }
    }

    private String leader() {
        try {
            return cluster.leader();
        } catch (JsonException torn) {
            return "";
        }
    }

    private static String note(Strike strike) {
        return strike.fault() == Fault.LOSSY ? strike.percent() + " %" : "";
    }

    private interface OnHost {
        void act(String host);
    }

    /** At all at once, or, where one command is enough for a pair, at the first. */
    private void forEach(List<String> targets, boolean onlyFirst, OnHost action) {
        if (onlyFirst || targets.size() == 1) {
            action.act(targets.get(0));
            return;
        }
        List<Future<?>> all = new ArrayList<>();
        for (String host : targets) {
            all.add(healers.submit(() -> action.act(host)));
        }
        all.forEach(Nemesis::await);
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    private void healLater(Strike strike, Struck fault) {
        long end = fault.from() + strike.lasts().toNanos();
        boolean off = true;
        for (long next = fault.from(); System.nanoTime() < end && !stopped.get(); ) {
            Await.pause(Duration.ofMillis(100));
            if (strike.fault() == Fault.FLAPPING && System.nanoTime() - next > 1_000_000_000L) {
                next = System.nanoTime();
                off = !off;
                faults.flap(fault.hosts().get(0), off);
            }
        }
        try {
            forEach(
                    fault.hosts(),
                    strike.fault().reach() == Fault.Reach.PAIR,
                    host -> faults.heal(strike.fault(), fault.hosts(), host));
        } catch (AssertionError | RuntimeException e) {
            progress.accept("fault " + strike.number() + " is not healed: " + e.getMessage());
            fault.hosts().forEach(faults::mend);
        }
        put(fault.healedAt(System.nanoTime()));
        progress.accept("fault " + strike.number() + " healed");
    }

    private synchronized void put(Struck fault) {
        struck.put(fault.number(), fault);
    }

    synchronized List<Struck> struck() {
        return List.copyOf(struck.values());
    }

    /** Waits until all that was done is undone, and sees to it that it is. */
    void healAll() {
        List<Future<?>> all;
        synchronized (this) {
            all = List.copyOf(healing);
        }
        all.forEach(Nemesis::await);
        hosts.names().forEach(faults::mend);
        healers.shutdown();
    }
}
