package io.priok.console.overview;

import io.priok.console.frame.Snapshot;
import io.priok.console.frame.Tone;
import io.priok.console.frame.Words;
import io.priok.console.nodes.NodeRow;
import io.priok.console.nodes.NodesFacade;
import io.priok.console.overview.Overview.Share;
import io.priok.console.services.ServiceRow;
import io.priok.console.services.ServicesFacade;
import io.priok.console.tasks.TaskFilter;
import io.priok.console.tasks.TaskRow;
import io.priok.console.tasks.TasksFacade;
import io.priok.domain.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The overview of a moment. */
public final class OverviewFacade {
    private OverviewFacade() {}

    public static Overview of(Snapshot snapshot) {
        List<NodeRow> nodes = NodesFacade.list(snapshot);
        List<ServiceRow> services = ServicesFacade.list(snapshot, "");
        boolean quorum = !snapshot.standing().isLeaderless();
        NodeRow leader = nodes.stream().filter(NodeRow::leader).findFirst().orElse(null);
        long managers = nodes.stream().filter(NodeRow::manager).count();
        long reachable = nodes.stream()
                .filter(node -> node.manager() && node.reachable())
                .count();
        return new Overview(
                quorum,
                leader == null ? "" : leader.hostname(),
                leader == null ? "" : leader.id(),
                snapshot.image().term(),
                managers,
                reachable,
                quorum ? Math.max(0, reachable - (managers / 2 + 1)) : 0,
                shares(nodes, OverviewFacade::nodeKind),
                shares(services, OverviewFacade::serviceKind),
                tasks(snapshot),
                attention(snapshot, nodes, services));
    }

    /** Kinds with their counts, the worst first. */
    private static <T> List<Share> shares(List<T> all, Function<T, Share> kind) {
        Map<Share, Long> counts = new LinkedHashMap<>();
        all.forEach(one -> counts.merge(kind.apply(one), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new Share(
                        entry.getValue(),
                        entry.getKey().word(),
                        entry.getKey().tone(),
                        entry.getKey().page()))
                .sorted(Comparator.comparing((Share share) -> severity(share.tone()))
                        .thenComparing(Share::word))
                .toList();
    }

    private static Share nodeKind(NodeRow node) {
        boolean set = node.state().equals("ready") && !node.isActive();
        return new Share(1, set ? availabilityWord(node) : node.state(), node.tone(), "nodes.xhtml");
    }

    private static String availabilityWord(NodeRow node) {
        return node.availability().equals("drain") ? "drained" : "paused";
    }

    private static Share serviceKind(ServiceRow service) {
        return new Share(1, service.health().word(), service.health().tone(), "services.xhtml");
    }

    private static List<Share> tasks(Snapshot snapshot) {
        List<TaskRow> wanted = snapshot.image().tasks().stream()
                .filter(task -> TasksFacade.isWanted(snapshot, task))
                .map((Task task) -> TasksFacade.row(snapshot, task))
                .toList();
        return shares(wanted, OverviewFacade::taskKind);
    }

    private static Share taskKind(TaskRow task) {
        return task.isLeaving()
                ? new Share(1, "leaving", Tone.IDLE, "tasks.xhtml")
                : new Share(1, task.state(), task.tone(), "tasks.xhtml?state=" + task.state());
    }

    private static List<Attention> attention(Snapshot snapshot, List<NodeRow> nodes, List<ServiceRow> services) {
        List<Attention> found = new ArrayList<>();
        if (snapshot.standing().isLeaderless()) {
            found.add(new Attention(Tone.BAD, "No quorum", snapshot.standing().text(), "nodes.xhtml"));
        }
        nodes.forEach(node -> {
            if (node.tone() == Tone.BAD || node.tone() == Tone.WARN) {
                found.add(lost(snapshot, node));
            }
        });
        services.forEach(service -> {
            Tone tone = service.health().tone();
            if (tone == Tone.BAD || tone == Tone.WARN) {
                found.add(new Attention(
                        tone,
                        service.name() + " is " + service.health().word() + ", "
                                + service.health().replicas() + " running",
                        service.health().why(),
                        "service.xhtml?id=" + service.id()));
            }
        });
        found.sort(Comparator.comparing(attention -> severity(attention.tone())));
        return found;
    }

    private static Attention lost(Snapshot snapshot, NodeRow node) {
        long left = TasksFacade.list(snapshot, TaskFilter.ofNode(node.id(), false))
                .rows()
                .size();
        String why = node.message().isEmpty() ? "It has not been heard of." : node.message();
        String tasks = left == 0 ? "" : " " + Words.count(left, "task") + " of its own not replaced yet.";
        return new Attention(
                node.tone(), node.hostname() + " is " + node.state(), why + tasks, "node.xhtml?id=" + node.id());
    }

    private static int severity(Tone tone) {
        return switch (tone) {
            case BAD -> 0;
            case WARN -> 1;
            case BUSY -> 2;
            case GOOD -> 3;
            case IDLE -> 4;
        };
    }
}
