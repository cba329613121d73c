package io.priok.core.hold;

import io.priok.domain.Cluster;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.image.Image;
import io.priok.message.FullReport;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.state.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A swarm that was restored from a backup waits: nothing is started or stopped until it is known what the workers run.
 *
 * <p>Goal: what came to be after the backup is not ended without somebody's word. Tasks that the state does not know cannot be told
 * from strays, so a leader's usual answer to a worker would stop them; and to start what the state wants beside them could have two
 * tasks of a slot write one volume. Algorithm: the hold is over by itself when every node of the state has said what it runs and
 * nothing of it is newer than the state. Otherwise an operator ends it, having seen what is listed. Soft state of one
 * leadership; not thread-safe.
 */
public final class Hold {
    /** Something that runs and is not in the state. */
    public record Newer(NodeId node, String hostname, TaskId task, String name) {}

    private final Map<String, List<Newer>> reported = new TreeMap<>();

    /** True while the swarm waits. */
    public static boolean isOn(Image image) {
        return image.cluster().filter(Cluster::held).isPresent();
    }

    /** Ends it; empty when it has ended. */
    public static Optional<Change> end(Image image) {
        return image.cluster().filter(Cluster::held).map(cluster -> Change.update(cluster.withHeld(false)));
    }

    /**
     * Takes note of what a worker has.
     *
     * @return what of it is newer than the state and was not noted before
     */
    public List<Newer> reported(Image image, FullReport report) {
        List<Newer> newer = new ArrayList<>();
        for (TaskObservation task : report.tasks()) {
            if (!task.status().state().isTerminal() && image.task(task.taskId()).isEmpty()) {
                newer.add(new Newer(report.nodeId(), report.description().hostname(), task.taskId(), task.name()));
            }
        }
        List<Newer> before = reported.put(report.nodeId().value(), newer);
        return newer.stream()
                .filter(one -> before == null || !before.contains(one))
                .toList();
    }

    /** All that runs and is not in the state, by node. */
    public List<Newer> newer() {
        return reported.values().stream().flatMap(List::stream).toList();
    }

    /** Nodes of the state that have not said yet what they run. */
    public List<Node> silent(Image image) {
        return image.nodes().stream()
                .filter(node -> !reported.containsKey(node.id().value()))
                .sorted(Comparator.comparing(Node::hostname))
                .toList();
    }

    /** True when nobody has to be asked: all is known, and nothing of it would be lost. */
    public boolean isNeedless(Image image) {
        return silent(image).isEmpty() && newer().isEmpty();
    }
}
