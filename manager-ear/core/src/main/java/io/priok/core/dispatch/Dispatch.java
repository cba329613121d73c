package io.priok.core.dispatch;

import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.image.Image;
import io.priok.image.Transition;
import io.priok.message.Assignments;
import io.priok.message.Queues;
import io.priok.message.TaskAssignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The messages to workers that follow from the state.
 *
 * <p>A worker is told of a task once it has been assigned, and then of all that concerns it: its desired state, its start, that it is
 * no longer kept. What the log records of a task's own reports is no news to its worker and is not sent.
 */
public final class Dispatch {
    private record Target(NodeId node, int shard) {}

    private final long term;

    /** @param term of the leader that sends; not the image's, which may have moved on to another leader's */
    public Dispatch(long term) {
        this.term = term;
    }

    /**
     * What is to be sent now, by node and shard.
     *
     * @param image after the entry
     * @param transitions those of the entry
     */
    public List<Assignments> increments(Image image, List<Transition> transitions) {
        Map<Target, List<TaskAssignment>> news = new LinkedHashMap<>();
        for (Transition transition : transitions) {
            Task before = asTask(transition.before());
            Task after = asTask(transition.after());
            Task task = after == null ? before : after;
            if (task == null || task.nodeId() == null || !isNews(before, after)) {
                continue;
            }
            Node node = image.node(task.nodeId()).orElse(null);
            if (node != null) {
                news.computeIfAbsent(new Target(node.id(), Queues.shardOf(task.id())), any -> new ArrayList<>())
                        .add(new TaskAssignment(task, node.hostname(), after == null));
            }
        }
        List<Assignments> messages = new ArrayList<>();
        news.forEach((target, tasks) ->
                messages.add(new Assignments(term, image.index(), target.node(), false, target.shard(), tasks)));
        return messages;
    }

    /** All that one shard of a node is to have. */
    public Assignments completeSet(Image image, NodeId id, int shard) {
        String hostname = image.node(id).map(Node::hostname).orElse("");
        List<TaskAssignment> tasks = image.tasksOn(id).stream()
                .filter(Dispatch::isSent)
                .filter(task -> Queues.shardOf(task.id()) == shard)
                .sorted(Comparator.comparing(task -> task.id().value()))
                .map(task -> new TaskAssignment(task, hostname, false))
                .toList();
        return new Assignments(term, image.index(), id, true, shard, tasks);
    }

    /** All that a node is to have, one message for each shard. */
    public List<Assignments> completeSets(Image image, NodeId id) {
        return IntStream.range(0, Queues.SHARDS)
                .mapToObj(shard -> completeSet(image, id, shard))
                .toList();
    }

    /** For an agent whose node is not there any more: it is to have nothing. */
    public List<Assignments> nothing(Image image, NodeId id) {
        return IntStream.range(0, Queues.SHARDS)
                .mapToObj(shard -> new Assignments(term, image.index(), id, true, shard, List.of()))
                .toList();
    }

    private static boolean isNews(@Nullable Task before, @Nullable Task after) {
        boolean sentBefore = before != null && isSent(before);
        if (after == null) {
            return sentBefore;
        }
        if (!isSent(after) || before == null || !sentBefore) {
            return isSent(after);
        }
        Task sameButForStatus = after.withMeta(before.meta()).withStatus(before.status());
        return !sameButForStatus.equals(before);
    }

    private static boolean isSent(Task task) {
        return task.nodeId() != null && task.status().state().compareTo(TaskState.ASSIGNED) >= 0;
    }

    private static @Nullable Task asTask(@Nullable StateObject object) {
        return object instanceof Task task ? task : null;
    }
}
