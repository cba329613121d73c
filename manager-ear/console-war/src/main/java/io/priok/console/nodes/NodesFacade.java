package io.priok.console.nodes;

import io.priok.console.frame.DockerCommand;
import io.priok.console.frame.Snapshot;
import io.priok.console.frame.Tone;
import io.priok.console.frame.Words;
import io.priok.control.command.NodeCommands;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.image.Image;
import io.priok.state.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Nodes as their screens show them, and the change of their availability. */
public final class NodesFacade {
    private NodesFacade() {}

    /** The leader first, then managers, then workers, each by name. */
    public static List<NodeRow> list(Snapshot snapshot) {
        return snapshot.image().nodes().stream()
                .map(node -> row(snapshot, node))
                .sorted(Comparator.comparing((NodeRow row) -> !row.leader())
                        .thenComparing(row -> !row.manager())
                        .thenComparing(NodeRow::hostname)
                        .thenComparing(NodeRow::id))
                .toList();
    }

    /** @param id or hostname */
    public static Optional<Node> find(Snapshot snapshot, String id) {
        return snapshot.image()
                .node(new NodeId(id))
                .or(() -> snapshot.image().nodes().stream()
                        .filter(node -> node.hostname().equals(id))
                        .findFirst());
    }

    public static NodeRow row(Snapshot snapshot, Node node) {
        var resources = node.description().resources();
        boolean leads = snapshot.standing().isLeaderless()
                ? false
                : snapshot.image().leader().filter(node.id()::equals).isPresent();
        return new NodeRow(
                node.id().value(),
                node.hostname().isEmpty() ? Words.shortId(node.id().value()) : node.hostname(),
                node.manager() != null,
                leads,
                isReachable(node),
                node.id().equals(snapshot.self()),
                Words.word(node.spec().availabilityOrActive()),
                Words.word(node.status().state()),
                tone(node),
                node.status().message(),
                node.description().engine().engineVersion(),
                resources == null ? "" : Words.cpus(resources.nanoCpus()),
                resources == null ? "" : Words.bytes(resources.memoryBytes()),
                running(snapshot, node));
    }

    public static NodeDetail detail(Snapshot snapshot, Node node) {
        Platform platform = node.description().platform();
        ManagerEndpoint manager = node.manager();
        return new NodeDetail(
                row(snapshot, node),
                term(snapshot.image(), node),
                node.status().address(),
                platform == null ? "" : platform.os() + "/" + platform.architecture(),
                manager == null ? "" : manager.address(),
                snapshot.seen().lastHeartbeat(node.id()).map(snapshot::age).orElse(""),
                snapshot.age(node.meta().createdAt()),
                node.spec().labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .sorted()
                        .toList());
    }

    static String term(Image image, Node node) {
        long same = image.nodes().stream()
                .filter(other -> other.hostname().equals(node.hostname()))
                .count();
        return same == 1 && !node.hostname().isEmpty()
                ? node.hostname()
                : node.id().value();
    }

    static DockerCommand command(String term, NodeSpec.Availability availability) {
        return DockerCommand.of("node", "update", "--availability", Words.word(availability), term);
    }

    static Transaction availability(Image image, Node node, NodeSpec.Availability wanted, NodeCommands commands) {
        NodeSpec now = node.spec();
        NodeSpec then = new NodeSpec(now.name(), now.labels(), now.roleOrWorker(), wanted);
        return commands.update(image, node, node.version(), then);
    }

    /** In the leader's view. */
    public static boolean isReachable(Node node) {
        return switch (node.status().state()) {
            case READY, DISCONNECTED -> true;
            case DOWN, UNKNOWN -> false;
        };
    }

    private static Tone tone(Node node) {
        return switch (node.status().state()) {
            case READY -> node.spec().availabilityOrActive() == NodeSpec.Availability.ACTIVE ? Tone.GOOD : Tone.IDLE;
            case DOWN -> Tone.BAD;
            case UNKNOWN, DISCONNECTED -> Tone.WARN;
        };
    }

    private static long running(Snapshot snapshot, Node node) {
        if (node.status().state() == NodeState.DOWN) {
            return 0;
        }
        return snapshot.image().tasksOn(node.id()).stream()
                .filter(task -> snapshot.status(task).state() == TaskState.RUNNING)
                .count();
    }
}
