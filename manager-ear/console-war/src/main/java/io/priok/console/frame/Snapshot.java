package io.priok.console.frame;

import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.TaskStatus;
import io.priok.image.Image;
import io.priok.image.SeenState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a screen is made from: one moment of the cluster.
 *
 * @param image empty where {@link Standing#isDark}
 * @param self this node, absent in no swarm
 * @param now for ages; the manager's clock
 */
public record Snapshot(
        Image image,
        SeenState seen,
        Standing standing,
        @Nullable NodeId self,
        Instant now) {
    /** The status that counts. */
    public TaskStatus status(Task task) {
        return seen.of(task);
    }

    /** How long ago, for people. */
    public String age(Instant since) {
        return Words.age(since, now);
    }
}
