package io.priok.core.draft;

import io.priok.core.constraint.Constraints;
import io.priok.core.task.Answer;
import io.priok.core.task.TaskLifecycle;
import io.priok.domain.Cluster;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.ObjectId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.Placement;
import io.priok.identity.IdSource;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.state.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A working copy of the image that collects what a pass decides. Used by one pass and one thread, then thrown away. */
public final class Draft {
    private static final Comparator<Task> BY_AGE = Comparator.comparing(
                    (Task task) -> task.meta().createdAt())
            .thenComparing(task -> task.id().value());

    private final Image image;
    private final SeenState seen;
    private final Instant now;
    private final IdSource ids;
    private int mayStillCreate;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final Map<ServiceId, Service> services = new LinkedHashMap<>();
    private final Map<ServiceId, Map<TaskId, Task>> tasks = new LinkedHashMap<>();
    private final Map<ServiceId, List<Task>> byAge = new HashMap<>();
    private final Map<List<String>, Constraints> constraints = new HashMap<>();
    private final Map<ObjectId, Optional<StateObject>> origins = new LinkedHashMap<>();
    private final Map<ObjectId, Optional<StateObject>> results = new HashMap<>();
    private @Nullable Instant wakeAt;

    /** @param mostCreated how many new tasks a pass may add, so that a log entry stays of bounded size */
    public Draft(Image image, SeenState seen, Instant now, IdSource ids, int mostCreated) {
        this.mayStillCreate = mostCreated;
        this.image = image;
        this.seen = seen;
        this.now = now;
        this.ids = ids;
        image.nodes().forEach(node -> nodes.put(node.id(), node));
        image.services().forEach(service -> services.put(service.id(), service));
        for (Task task : image.tasks()) {
            tasks.computeIfAbsent(task.serviceId(), any -> new LinkedHashMap<>())
                    .put(task.id(), task);
        }
    }

    public Instant now() {
        return now;
    }

    /** False when this pass has created as many tasks as it may; then another pass follows at once. */
    public boolean mayCreate() {
        if (mayStillCreate <= 0) {
            wakeAt(now);
            return false;
        }
        return true;
    }

    public TaskId newTaskId() {
        mayStillCreate--;
        return new TaskId(ids.next());
    }

    public Optional<Cluster> cluster() {
        return image.cluster();
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    public @Nullable Node node(@Nullable NodeId id) {
        return id == null ? null : nodes.get(id);
    }

    public List<Service> services() {
        return List.copyOf(services.values());
    }

    public @Nullable Service service(ServiceId id) {
        return services.get(id);
    }

    /** The tasks of a service, oldest first. */
    public List<Task> tasksOf(ServiceId service) {
        List<Task> known = byAge.get(service);
        if (known == null) {
            known = new ArrayList<>(tasks.getOrDefault(service, Map.of()).values());
            known.sort(BY_AGE);
            byAge.put(service, known);
        }
        return Collections.unmodifiableList(known);
    }

    /** The task as the pass has it by now; earlier stages may have changed it since it was read. */
    public Task latest(Task task) {
        return tasks.getOrDefault(task.serviceId(), Map.of()).getOrDefault(task.id(), task);
    }

    /** All tasks, in no order that matters. */
    public List<Task> tasks() {
        List<Task> all = new ArrayList<>();
        tasks.values().forEach(group -> all.addAll(group.values()));
        return all;
    }

    /** The newest that is known of a task: what its worker reported, or what the log holds when that is further. */
    public TaskStatus status(Task task) {
        return seen.of(task);
    }

    public TaskState state(Task task) {
        return status(task).state();
    }

    public boolean hasEnded(Task task) {
        return state(task).isTerminal();
    }

    /** True for a node on which nothing can be reached: it is down or not there any more. */
    public boolean isLost(@Nullable NodeId id) {
        Node node = node(id);
        return node == null || node.status().state() == NodeState.DOWN;
    }

    /** True for a node that may not keep its tasks: lost or drained. */
    public boolean isInvalid(@Nullable NodeId id) {
        Node node = node(id);
        return node == null
                || node.status().state() == NodeState.DOWN
                || node.spec().availabilityOrActive() == Availability.DRAIN;
    }

    /** True while a container of this task may be alive on a node that can be told to stop it. */
    public boolean mayBeAlive(Task task) {
        TaskState state = state(task);
        return !state.isTerminal() && state.compareTo(TaskState.ASSIGNED) >= 0 && !isLost(task.nodeId());
    }

    public void put(Task task) {
        Map<TaskId, Task> group = tasks.computeIfAbsent(task.serviceId(), any -> new LinkedHashMap<>());
        Task before = group.put(task.id(), task);
        byAge.remove(task.serviceId());
        if (before != null && TaskLifecycle.desire(before.desiredState(), task.desiredState()) == Answer.ILLEGAL) {
            throw new IllegalStateException(
                    "task " + task.id() + " cannot go from " + before.desiredState() + " to " + task.desiredState());
        }
        touch(task.id(), before, task);
    }

    public void put(Service service) {
        touch(service.id(), services.put(service.id(), service), service);
    }

    public void put(Node node) {
        touch(node.id(), nodes.put(node.id(), node), node);
    }

    public void remove(Task task) {
        Map<TaskId, Task> group = tasks.getOrDefault(task.serviceId(), Map.of());
        byAge.remove(task.serviceId());
        touch(task.id(), group.remove(task.id()), null);
    }

    public void remove(Service service) {
        touch(service.id(), services.remove(service.id()), null);
    }

    /** The constraints, read once in a pass however many tasks and nodes are compared with them. */
    public Constraints constraints(Placement placement) {
        return constraints.computeIfAbsent(placement.constraints(), Constraints::of);
    }

    /** Asks for another pass at that moment, or earlier. */
    public void wakeAt(Instant moment) {
        if (wakeAt == null || moment.isBefore(wakeAt)) {
            wakeAt = moment;
        }
    }

    public Optional<Instant> wakeAt() {
        return Optional.ofNullable(wakeAt);
    }

    /** The difference to the image, in the order in which objects were first touched. */
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        origins.forEach((id, origin) -> {
            StateObject before = origin.orElse(null);
            StateObject after = results.getOrDefault(id, Optional.empty()).orElse(null);
            if (after == null) {
                if (before != null) {
                    changes.add(new Change.Remove(id, before.version()));
                }
            } else if (before == null) {
                changes.add(Change.create(after));
            } else if (!before.equals(after)) {
                changes.add(new Change.Put(after, before.version()));
            }
        });
        return changes;
    }

    private void touch(ObjectId id, @Nullable StateObject before, @Nullable StateObject after) {
        origins.putIfAbsent(id, Optional.ofNullable(before));
        results.put(id, Optional.ofNullable(after));
    }
}
