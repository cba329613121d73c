package io.priok.core.orchestrator;

import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place that one task of a service is to fill: a number from 1, or for a global service a node.
 *
 * @param slot 0 for global services
 * @param node absent for replicated services
 */
record SlotKey(long slot, @Nullable NodeId node) {
    static SlotKey of(Service service, Task task) {
        return new SlotKey(task.slot(), Tasks.nodeOf(service, task));
    }

    /** The tasks by slot, in each slot in the order given. Tasks that are to be removed count for nothing. */
    static Map<SlotKey, List<Task>> group(Service service, List<Task> tasks) {
        return groupAll(
                service, tasks.stream().filter(task -> !Tasks.isForgotten(task)).toList());
    }

    static Map<SlotKey, List<Task>> groupAll(Service service, List<Task> tasks) {
        Map<SlotKey, List<Task>> slots = new LinkedHashMap<>();
        for (Task task : tasks) {
            slots.computeIfAbsent(of(service, task), any -> new ArrayList<>()).add(task);
        }
        return slots;
    }
}
