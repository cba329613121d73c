package io.priok.image;

import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Tasks by service and by node. Immutable. */
final class TaskIndex {
    static final TaskIndex EMPTY = new TaskIndex(HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<ServiceId, PMap<TaskId, Task>> byService;
    private final PMap<NodeId, PMap<TaskId, Task>> byNode;

    private TaskIndex(PMap<ServiceId, PMap<TaskId, Task>> byService, PMap<NodeId, PMap<TaskId, Task>> byNode) {
        this.byService = byService;
        this.byNode = byNode;
    }

    Collection<Task> of(ServiceId service) {
        return byService.getOrDefault(service, HashTreePMap.empty()).values();
    }

    Collection<Task> on(NodeId node) {
        return byNode.getOrDefault(node, HashTreePMap.empty()).values();
    }

    TaskIndex replace(@Nullable Task before, @Nullable Task after) {
        PMap<ServiceId, PMap<TaskId, Task>> services = byService;
        PMap<NodeId, PMap<TaskId, Task>> nodes = byNode;
        if (before != null) {
            if (after == null) {
                services = drop(services, before.serviceId(), before.id());
            }
            NodeId node = before.nodeId();
            if (node != null && (after == null || !node.equals(after.nodeId()))) {
                nodes = drop(nodes, node, before.id());
            }
        }
        if (after != null) {
            services = add(services, after.serviceId(), after);
            if (after.nodeId() != null) {
                nodes = add(nodes, after.nodeId(), after);
            }
        }
        return new TaskIndex(services, nodes);
    }

    private static <K> PMap<K, PMap<TaskId, Task>> add(PMap<K, PMap<TaskId, Task>> index, K key, Task task) {
        return index.plus(key, index.getOrDefault(key, HashTreePMap.empty()).plus(task.id(), task));
    }

    private static <K> PMap<K, PMap<TaskId, Task>> drop(PMap<K, PMap<TaskId, Task>> index, K key, TaskId id) {
        PMap<TaskId, Task> rest = index.getOrDefault(key, HashTreePMap.empty()).minus(id);
        return rest.isEmpty() ? index.minus(key) : index.plus(key, rest);
    }
}
