package io.priok.api;

import io.priok.control.event.ClusterEvent;
import io.priok.control.event.Events;
import io.priok.control.port.EventStream;
import io.priok.control.port.Refusals;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.image.Application;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A cluster state in memory, with its events. */
final class FakeCluster implements ClusterState, SeenState, EventStream {
    final Map<TaskId, TaskStatus> reported = new ConcurrentHashMap<>();
    final List<ClusterEvent> past = new CopyOnWriteArrayList<>();
    final List<Consumer<ClusterEvent>> subscribers = new CopyOnWriteArrayList<>();
    volatile boolean quorum = true;
    private volatile Image image = Image.empty();

    @Override
    public Image image() {
        return image;
    }

    @Override
    public SeenState seen() {
        return this;
    }

    @Override
    public CompletionStage<Outcome> commit(Transaction transaction) {
        return quorum
                ? CompletableFuture.supplyAsync(() -> apply(transaction))
                : CompletableFuture.failedFuture(Refusals.noLeader());
    }

    @Override
    public CompletionStage<Image> fresh() {
        return CompletableFuture.completedFuture(image);
    }

    synchronized Outcome apply(Transaction transaction) {
        Application application = image.apply(image.index() + 1, transaction);
        image = application.image();
        List<ClusterEvent> events = Events.of(application.transitions(), transaction.at());
        past.addAll(events);
        events.forEach(event -> subscribers.forEach(subscriber -> subscriber.accept(event)));
        return application.outcome();
    }

    void put(Change... changes) {
        apply(new Transaction("t" + image.index(), 0, "test", Instant.parse("2026-11-23T05:00:00Z"), List.of(changes)));
    }

    @Override
    public Optional<TaskStatus> task(TaskId id) {
        return Optional.ofNullable(reported.get(id));
    }

    @Override
    public Optional<SeenState.Pulse> pulse(NodeId id) {
        return Optional.empty();
    }

    @Override
    public List<ClusterEvent> between(Instant since, Instant until) {
        List<ClusterEvent> found = new ArrayList<>(past);
        found.removeIf(event -> event.at().isBefore(since) || event.at().isAfter(until));
        return found;
    }

    @Override
    public Subscription subscribe(Consumer<ClusterEvent> sink) {
        subscribers.add(sink);
        return () -> subscribers.remove(sink);
    }
}
