package io.priok.core.orchestrator;

import io.priok.core.constraint.Constraints;
import io.priok.core.draft.Draft;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.spec.NodeSpec.Availability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one task on every node that the constraints allow.
 *
 * <p>Nodes that are down or drained lose theirs; nodes that the constraints exclude, too. A paused node keeps what it has, but
 * gets nothing new. A node that joins gets one.
 */
final class GlobalOrchestrator {
    private final Draft draft;
    private final Restarts restarts;
    private final Updates updates;

    GlobalOrchestrator(Draft draft, Restarts restarts, Updates updates) {
        this.draft = draft;
        this.restarts = restarts;
        this.updates = updates;
    }

    void reconcile(Service service) {
        Constraints constraints =
                draft.constraints(service.spec().taskTemplate().placementOrNone());
        for (Task task : draft.tasksOf(service.id())) {
            keepOrEnd(service, constraints, task);
        }
        Map<SlotKey, List<Task>> slots = SlotKey.group(service, draft.tasksOf(service.id()));
        Map<SlotKey, List<Task>> filled = new LinkedHashMap<>();
        for (Node node : byId()) {
            boolean takesTasks = !draft.isInvalid(node.id())
                    && node.spec().availabilityOrActive() == Availability.ACTIVE
                    && constraints.holdFor(node);
            if (!takesTasks) {
                continue;
            }
            SlotKey slot = new SlotKey(0, node.id());
            List<Task> filling = restarts.filling(service, slots.getOrDefault(slot, List.of()));
            if (!filling.isEmpty()) {
                filled.put(slot, filling);
            } else if (draft.mayCreate()) {
                Tasks.create(draft, service, slot, null);
            }
        }
        updates.reconcile(service, new ArrayList<>(filled.keySet()), slots, filled);
    }

    private List<Node> byId() {
        return draft.nodes().stream()
                .sorted(Comparator.comparing(node -> node.id().value()))
                .toList();
    }

    private void keepOrEnd(Service service, Constraints constraints, Task task) {
        if (!Tasks.isWanted(task)) {
            return;
        }
        NodeId id = task.nodeId();
        Node node = draft.node(id);
        if (node == null || draft.isInvalid(id) || !constraints.holdFor(node)) {
            Tasks.shutDown(draft, task);
        } else if (draft.hasEnded(task)) {
            if (node.spec().availabilityOrActive() == Availability.PAUSE) {
                Tasks.shutDown(draft, task);
            } else {
                restarts.restart(service, task);
            }
        }
    }
}
