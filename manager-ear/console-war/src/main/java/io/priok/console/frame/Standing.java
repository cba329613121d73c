package io.priok.console.frame;

import io.priok.control.port.LocalSwarm;
import io.priok.control.port.Refusals;
import java.util.List;

/**
 * What this node can show, and what would help where that is nothing.
 *
 * @param title for people; empty when all is well
 * @param text the reason, in Docker's words where it has any
 * @param commands what to type, in order; empty when nothing helps
 */
public record Standing(Kind kind, String title, String text, List<String> commands) {
    public static final Standing SERVING = new Standing(Kind.SERVING, "", "", List.of());

    /** What the screens do about it. */
    public enum Kind {
        /** Shows the cluster and takes changes. */
        SERVING,
        /** Shows what it knows; changes are refused. */
        LEADERLESS,
        /** Has nothing to show. */
        DARK
    }

    public Standing {
        commands = List.copyOf(commands);
    }

    /**
     * @param knowsCluster true where the applied state holds a cluster
     * @param quorum true where a majority of the managers answers
     */
    public static Standing of(LocalSwarm local, boolean knowsCluster, boolean quorum) {
        return switch (local.state()) {
            case INACTIVE ->
                dark(
                        "This node is in no swarm yet",
                        Refusals.notInSwarm().text(),
                        List.of(
                                "docker swarm init --advertise-addr <this host's address>",
                                "docker swarm join --token <token> <a manager's address>:2377"));
            case LOCKED -> dark("This manager is locked", Refusals.locked().text(), List.of("docker swarm unlock"));
            case PENDING ->
                dark("This node is taking up its place in the swarm", "It is tried until it succeeds.", List.of());
            case ERROR ->
                dark("This node cannot take up its place in the swarm", local.error(), List.of("docker info"));
            case ACTIVE -> active(local, knowsCluster, quorum);
        };
    }

    private static Standing active(LocalSwarm local, boolean knowsCluster, boolean quorum) {
        if (!local.manager()) {
            return dark(
                    "This node is a worker", Refusals.notManager().text(), List.of("docker node promote <this node>"));
        }
        if (!knowsCluster) {
            return dark("The swarm has no leader", Refusals.noLeader().text(), List.of("docker node ls"));
        }
        if (!quorum) {
            return new Standing(
                    Kind.LEADERLESS,
                    "The swarm has no leader",
                    Refusals.noLeader().text(),
                    List.of());
        }
        return SERVING;
    }

    private static Standing dark(String title, String text, List<String> commands) {
        return new Standing(Kind.DARK, title, text, commands);
    }

    public boolean isDark() {
        return kind == Kind.DARK;
    }

    public boolean isLeaderless() {
        return kind == Kind.LEADERLESS;
    }
}
