package io.priok.control.query;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.toSet;

import io.priok.core.orchestrator.Dirtiness;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.ObjectId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.image.Image;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Lists of tasks. */
public final class TaskQueries {
    private static final Set<String> FILTERS =
            Set.of("id", "name", "label", "service", "node", "desired-state", "_up-to-date", "runtime");
    private static final Set<String> STATES = Stream.of(TaskState.values())
            .map(state -> state.name().toLowerCase(ROOT))
            .collect(toSet());

    private TaskQueries() {}

    /** @param self the node that is asked, which {@code node=self} means */
    public static List<Task> list(Image image, Filters filters, NodeId self) {
        filters.allowing(FILTERS);
        Set<String> services = ids(filters.get("service").stream()
                .map(term -> Lookup.service(image, term).id()));
        Set<String> nodes = ids(filters.get("node").stream()
                .map(term ->
                        term.equals("self") ? self : Lookup.node(image, term).id()));
        Set<String> desired = filters.words("desired-state", STATES);
        boolean upToDate = !filters.get("_up-to-date").isEmpty();
        return Order.byId(candidates(image, services).stream()
                .filter(task -> filters.prefix("id", task.id().value())
                        && filters.prefix("name", task.containerName())
                        && filters.labels("label", task.serviceLabels())
                        && filters.exact("runtime", "container")
                        && (services.isEmpty()
                                || services.contains(task.serviceId().value()))
                        && (nodes.isEmpty() || isOn(task, nodes))
                        && (desired.isEmpty()
                                || desired.contains(task.desiredState().name().toLowerCase(ROOT)))
                        && (!upToDate || isUpToDate(image, task))));
    }

    /** True when the task is what its service's spec asks for now; it may be older than that spec. */
    private static boolean isUpToDate(Image image, Task task) {
        Node node = task.nodeId() == null ? null : image.node(task.nodeId()).orElse(null);
        return image.service(task.serviceId())
                .filter(service -> !Dirtiness.isDirty(service, task, node))
                .isPresent();
    }

    private static Collection<Task> candidates(Image image, Set<String> services) {
        if (services.size() != 1) {
            return image.tasks();
        }
        return image.tasksOf(new ServiceId(services.iterator().next()));
    }

    private static boolean isOn(Task task, Set<String> nodes) {
        return task.nodeId() != null && nodes.contains(task.nodeId().value());
    }

    private static Set<String> ids(Stream<? extends ObjectId> found) {
        return found.map(ObjectId::value).collect(toSet());
    }
}
