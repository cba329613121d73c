package io.priok.console.tasks;

import io.priok.console.frame.Snapshot;
import io.priok.console.frame.Tone;
import io.priok.console.frame.Words;
import io.priok.domain.Node;
import io.priok.domain.NodeState;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.image.Image;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tasks as lists show them. Services by name, slots by number, the newest of a slot first: the order of {@code service ps}. */
public final class TasksFacade {
    /** More than one reads; the rest is a matter of filters. */
    static final int SHOWN = 300;

    private static final Comparator<Task> ORDER = Comparator.comparing(Task::serviceName)
            .thenComparing(task -> task.serviceId().value())
            .thenComparingLong(Task::slot)
            .thenComparing(task -> task.slot() > 0 || task.nodeId() == null
                    ? ""
                    : task.nodeId().value())
            .thenComparing((Task task) -> task.meta().createdAt(), Comparator.reverseOrder())
            .thenComparing(task -> task.id().value());

    private TasksFacade() {}

    /** @param more how many passed the filter but are not among the rows */
    public record Listing(List<TaskRow> rows, long more) {
        public Listing {
            rows = List.copyOf(rows);
        }
    }

    public static Listing list(Snapshot snapshot, TaskFilter filter) {
        List<Task> passed = candidates(snapshot.image(), filter)
                .filter(task -> filter.history() || isWanted(snapshot, task))
                .filter(task -> filter.state().isEmpty()
                        || Words.word(snapshot.status(task).state()).equals(filter.state()))
                .sorted(ORDER)
                .toList();
        List<TaskRow> rows =
                passed.stream().limit(SHOWN).map(task -> row(snapshot, task)).toList();
        return new Listing(rows, passed.size() - rows.size());
    }

    public static TaskRow row(Snapshot snapshot, Task task) {
        TaskStatus status = snapshot.status(task);
        Optional<Node> node = Optional.ofNullable(task.nodeId()).flatMap(snapshot.image()::node);
        String nodeName = node.map(TasksFacade::name)
                .orElseGet(() ->
                        task.nodeId() == null ? "" : Words.shortId(task.nodeId().value()));
        return new TaskRow(
                task.id().value(),
                Words.shortId(task.id().value()),
                task.slot() > 0 ? task.serviceName() + "." + task.slot() : task.serviceName(),
                task.serviceId().value(),
                task.serviceName(),
                task.nodeId() == null ? "" : task.nodeId().value(),
                nodeName,
                image(task),
                Words.word(status.state()),
                tone(snapshot, task),
                Words.word(task.desiredState()),
                isWanted(snapshot, task),
                snapshot.age(status.timestamp()),
                status.timestamp().toString(),
                why(snapshot, task));
    }

    /** Still asked for, or not ended yet; a job's task that is complete stays wanted. */
    public static boolean isWanted(Snapshot snapshot, Task task) {
        return !task.desiredState().isAfter(TaskState.COMPLETE)
                || !snapshot.status(task).state().isTerminal();
    }

    /** Why a task does not run: the scheduler's explanation while it waits, the error once it failed, the node's loss. */
    public static String why(Snapshot snapshot, Task task) {
        TaskStatus status = snapshot.status(task);
        if (!status.err().isEmpty()) {
            return status.err();
        }
        if (isOnLostNode(snapshot.image(), task) && !status.state().isTerminal()) {
            return "its node is down; last seen " + Words.word(status.state());
        }
        boolean waits = status.state().compareTo(TaskState.ASSIGNED) < 0;
        return waits ? status.message() : "";
    }

    static Tone tone(Snapshot snapshot, Task task) {
        TaskStatus status = snapshot.status(task);
        if (task.desiredState().isAfter(TaskState.COMPLETE) && !status.state().isTerminal()) {
            return Tone.IDLE;
        }
        return switch (status.state()) {
            case RUNNING -> isOnLostNode(snapshot.image(), task) ? Tone.WARN : Tone.GOOD;
            case COMPLETE -> Tone.GOOD;
            case NEW, PENDING -> status.err().isEmpty() ? Tone.BUSY : Tone.WARN;
            case ASSIGNED, ACCEPTED, PREPARING, READY, STARTING -> Tone.BUSY;
            case FAILED, REJECTED, ORPHANED -> Tone.BAD;
            case SHUTDOWN, REMOVE -> Tone.IDLE;
        };
    }

    static String name(Node node) {
        return node.hostname().isEmpty() ? Words.shortId(node.id().value()) : node.hostname();
    }

    private static boolean isOnLostNode(Image image, Task task) {
        return task.nodeId() != null
                && image.node(task.nodeId())
                        .filter(node -> node.status().state() != NodeState.DOWN)
                        .isEmpty();
    }

    private static Stream<Task> candidates(Image image, TaskFilter filter) {
        return all(image, filter)
                .filter(task -> filter.service().isEmpty()
                        || task.serviceName().equals(filter.service())
                        || task.serviceId().value().equals(filter.service()))
                .filter(task -> filter.node().isEmpty() || isOn(image, task, filter.node()));
    }

    private static Stream<Task> all(Image image, TaskFilter filter) {
        Collection<Task> tasks = image.serviceNamed(filter.service())
                .map(service -> image.tasksOf(service.id()))
                .orElseGet(image::tasks);
        return tasks.stream();
    }

    private static boolean isOn(Image image, Task task, String wanted) {
        return task.nodeId() != null
                && (task.nodeId().value().equals(wanted)
                        || image.node(task.nodeId())
                                .filter(node -> node.hostname().equals(wanted))
                                .isPresent());
    }

    /** Without the digest that nobody reads. */
    private static String image(Task task) {
        String image = task.spec().container().image();
        int digest = image.indexOf('@');
        return digest < 0 ? image : image.substring(0, digest);
    }
}
