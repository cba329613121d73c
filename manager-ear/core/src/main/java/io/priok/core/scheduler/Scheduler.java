package io.priok.core.scheduler;

import io.priok.core.draft.Draft;
import io.priok.core.task.Actor;
import io.priok.core.task.Answer;
import io.priok.core.task.TaskLifecycle;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each waiting task a node.
 *
 * <p>Goals: no node gets more than it has; a service's tasks are spread; nodes on which the service keeps failing come last; a task
 * that finds no node says why. Tasks of the same service and spec are placed together, oldest first: the filters run
 * once for each node, and again only as a node fills up. Tasks of global services have their node and are only checked against it; they
 * go first.
 */
public final class Scheduler {
    static final Duration FAILURE_MEMORY = Duration.ofMinutes(5);
    static final int FAILURES_BORNE = 5;

    private record Group(ServiceId service, long specVersion) {}

    private final Draft draft;
    private final Map<NodeId, Bin> bins = new LinkedHashMap<>();

    public Scheduler(Draft draft) {
        this.draft = draft;
    }

    public void schedule() {
        List<Task> waiting = waiting();
        if (waiting.isEmpty()) {
            return;
        }
        fillBins();
        Map<Group, List<Task>> groups = new LinkedHashMap<>();
        for (Task task : waiting) {
            if (task.nodeId() != null) {
                check(task, task.nodeId());
            } else {
                groups.computeIfAbsent(new Group(task.serviceId(), task.specVersion()), any -> new ArrayList<>())
                        .add(task);
            }
        }
        groups.forEach(this::place);
    }

    private List<Task> waiting() {
        List<Task> waiting = new ArrayList<>();
        for (Task task : draft.tasks()) {
            if (task.status().state().compareTo(TaskState.ASSIGNED) < 0
                    && !task.desiredState().isAfter(TaskState.COMPLETE)) {
                waiting.add(task);
            }
        }
        waiting.sort(Comparator.comparing((Task task) -> task.meta().createdAt())
                .thenComparingLong(Task::slot)
                .thenComparing(task -> task.id().value()));
        return waiting;
    }

    private void fillBins() {
        draft.nodes().stream()
                .sorted(Comparator.comparing(node -> node.id().value()))
                .forEach(node -> bins.put(node.id(), new Bin(node)));
        for (Task task : draft.tasks()) {
            Bin bin = task.nodeId() == null ? null : bins.get(task.nodeId());
            TaskState state = draft.state(task);
            if (bin != null && state.compareTo(TaskState.ASSIGNED) >= 0 && !state.isTerminal()) {
                bin.add(task, !task.desiredState().isAfter(TaskState.COMPLETE));
            }
        }
    }

    private void check(Task task, NodeId node) {
        Bin bin = bins.get(node);
        if (bin == null) {
            return;
        }
        Filter veto = Filters.veto(Filters.of(task), bin);
        if (veto == null) {
            assign(task, bin, "scheduler confirmed task can run on preassigned node");
        } else {
            keepWaiting(task, veto.explain(1));
        }
    }

    private void place(Group group, List<Task> tasks) {
        Task sample = tasks.get(0);
        List<Filter> filters = Filters.of(sample);
        List<Bin> suitable = bins.values().stream()
                .filter(bin -> Filters.veto(filters, bin) == null)
                .toList();
        SpreadTree tree =
                new SpreadTree(group.service(), sample.spec().placementOrNone().preferences(), suitable, order(group));
        String explanation = null;
        for (Task task : tasks) {
            Bin taken = explanation != null
                    ? null
                    : tree.next(bin -> {
                        if (Filters.veto(filters, bin) != null) {
                            return false;
                        }
                        assign(task, bin, "scheduler assigned task to node");
                        return true;
                    });
            if (taken == null) {
                explanation = explanation == null ? explain(filters) : explanation;
                keepWaiting(task, explanation);
            }
        }
    }

    /** Nodes with many recent failures of the service last; then by tasks of the service, then by all tasks. */
    private Comparator<Bin> order(Group group) {
        Map<NodeId, Integer> failures = recentFailures(group);
        return Comparator.comparingInt((Bin bin) -> {
                    int count = failures.getOrDefault(bin.node().id(), 0);
                    return count >= FAILURES_BORNE ? count : 0;
                })
                .thenComparingInt(bin -> bin.wantedOf(group.service()))
                .thenComparingInt(Bin::wanted)
                .thenComparing(bin -> bin.node().id().value());
    }

    private Map<NodeId, Integer> recentFailures(Group group) {
        Instant since = draft.now().minus(FAILURE_MEMORY);
        Map<NodeId, Integer> failures = new HashMap<>();
        for (Task task : draft.tasksOf(group.service())) {
            TaskStatus status = draft.status(task);
            boolean failed = status.state() == TaskState.FAILED || status.state() == TaskState.REJECTED;
            if (failed
                    && task.nodeId() != null
                    && task.specVersion() == group.specVersion()
                    && status.timestamp().isAfter(since)) {
                failures.merge(task.nodeId(), 1, Integer::sum);
            }
        }
        return failures;
    }

    /** {@code no suitable node (insufficient resources on 2 nodes; …)}, the commonest reason first. */
    private String explain(List<Filter> filters) {
        Map<Filter, Integer> vetoes = new LinkedHashMap<>();
        filters.forEach(filter -> vetoes.put(filter, 0));
        for (Bin bin : bins.values()) {
            Filter veto = Filters.veto(filters, bin);
            if (veto != null) {
                vetoes.merge(veto, 1, Integer::sum);
            }
        }
        List<String> reasons = vetoes.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<Filter, Integer>comparingByValue().reversed())
                .map(entry -> entry.getKey().explain(entry.getValue()))
                .toList();
        return reasons.isEmpty() ? "no suitable node" : "no suitable node (" + String.join("; ", reasons) + ")";
    }

    private void assign(Task task, Bin bin, String message) {
        Node node = bin.node();
        if (TaskLifecycle.move(Actor.SCHEDULER, task.status().state(), TaskState.ASSIGNED) != Answer.SUCCESS) {
            throw new IllegalStateException(
                    "task " + task.id() + " is " + task.status().state());
        }
        Task assigned = task.assigned(node.id(), TaskStatus.of(TaskState.ASSIGNED, draft.now(), message));
        draft.put(assigned);
        bin.add(assigned, true);
    }

    private void keepWaiting(Task task, String err) {
        TaskStatus status = task.status();
        if (status.state() != TaskState.PENDING || !status.err().equals(err)) {
            draft.put(task.withStatus(TaskStatus.of(TaskState.PENDING, draft.now(), "pending task scheduling")
                    .withErr(err)));
        }
    }
}
