package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.ServiceMode.Replicated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps as many slots filled as the service has replicas.
 *
 * <p>Too few: free slot numbers are filled, lowest first. Too many: slots go whose tasks do not run, then those on the nodes with
 * the most tasks of the service, so that what stays is balanced. Slots that are left over from earlier are forgotten with their
 * history. Example: three replicas on nodes a, a, b scaled to two leave one on a and one on b.
 */
final class ReplicatedOrchestrator {
    private final Draft draft;
    private final Restarts restarts;
    private final Updates updates;

    ReplicatedOrchestrator(Draft draft, Restarts restarts, Updates updates) {
        this.draft = draft;
        this.restarts = restarts;
        this.updates = updates;
    }

    void reconcile(Service service, Replicated mode) {
        if (isAtRest(service, mode)) {
            return;
        }
        Map<SlotKey, List<Task>> slots = restarts.replaceEnded(service);
        Map<SlotKey, List<Task>> filled = new LinkedHashMap<>();
        slots.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getKey().slot()))
                .forEach(entry -> {
                    List<Task> filling = restarts.filling(service, entry.getValue());
                    if (!filling.isEmpty()) {
                        filled.put(entry.getKey(), filling);
                    }
                });
        Set<SlotKey> dead = new HashSet<>(slots.keySet());
        dead.removeAll(filled.keySet());

        List<SlotKey> kept = new ArrayList<>(filled.keySet());
        if (mode.replicas() > filled.size()) {
            fillMissing(service, filled.keySet(), dead, mode.replicas() - filled.size());
        } else if (mode.replicas() < filled.size()) {
            List<SlotKey> ranked = keepFirst(filled);
            kept = ranked.subList(0, (int) mode.replicas());
            dead.addAll(ranked.subList((int) mode.replicas(), ranked.size()));
        }
        for (SlotKey slot : dead) {
            slots.getOrDefault(slot, List.of()).forEach(task -> Tasks.forget(draft, task));
        }
        updates.reconcile(service, kept, slots, filled);
    }

    /** The common case, found cheaply: each slot has its one task of the current spec, alive and where it may be. */
    private boolean isAtRest(Service service, Replicated mode) {
        if (Updates.isActive(service.updateStatus())) {
            return false;
        }
        Set<Long> slots = new HashSet<>();
        List<Task> tasks = draft.tasksOf(service.id());
        for (Task task : tasks) {
            if (Tasks.isWanted(task)) {
                boolean settled = task.specVersion() == service.specVersion()
                        && !draft.hasEnded(task)
                        && (task.nodeId() == null || !draft.isInvalid(task.nodeId()));
                if (!settled || !slots.add(task.slot())) {
                    return false;
                }
            }
        }
        return slots.size() == mode.replicas()
                && tasks.stream().allMatch(task -> Tasks.isForgotten(task) || slots.contains(task.slot()));
    }

    private void fillMissing(Service service, Set<SlotKey> filled, Set<SlotKey> dead, long missing) {
        long number = 0;
        for (long i = 0; i < missing && draft.mayCreate(); i++) {
            SlotKey slot;
            do {
                slot = new SlotKey(++number, null);
            } while (filled.contains(slot));
            dead.remove(slot);
            Tasks.create(draft, service, slot, null);
        }
    }

    /** The slots, the one to keep longest first. */
    private List<SlotKey> keepFirst(Map<SlotKey, List<Task>> filled) {
        List<SlotKey> slots = new ArrayList<>(filled.keySet());
        slots.sort(Comparator.comparing(slot -> !runs(filled.getOrDefault(slot, List.of()))));
        Map<NodeId, Integer> perNode = new HashMap<>();
        Map<SlotKey, Integer> rank = new HashMap<>();
        for (SlotKey slot : slots) {
            List<Task> tasks = filled.getOrDefault(slot, List.of());
            NodeId node = tasks.size() == 1 ? tasks.get(0).nodeId() : null;
            rank.put(slot, node == null ? Integer.MAX_VALUE : perNode.merge(node, 1, Integer::sum));
        }
        slots.sort(Comparator.comparingInt(slot -> rank.getOrDefault(slot, Integer.MAX_VALUE)));
        return slots;
    }

    private boolean runs(List<Task> tasks) {
        return tasks.stream().anyMatch(task -> draft.state(task) == TaskState.RUNNING);
    }
}
