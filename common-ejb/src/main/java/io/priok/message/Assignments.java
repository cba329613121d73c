package io.priok.message;

import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;
import java.util.List;

/**
 * Tasks for one node, from the leader.
 *
 * @param term of the leader that sends it; a worker refuses terms older than the highest it has seen
 * @param index of the log from which it was made; among messages of one term a worker keeps the newest news of each task
 * @param complete true when {@link #tasks} is all that this shard of the node is to have: what is not named is to be stopped and removed
 * @param shard the shard this message is for
 */
public record Assignments(
        long term, long index, NodeId nodeId, boolean complete, int shard, List<TaskAssignment> tasks) {
    public Assignments {
        tasks = Copies.list(tasks);
    }
}
