package io.priok.message;

import io.priok.domain.AgentId;
import io.priok.domain.TaskId;

/** Names of the queues. */
public final class Queues {
    /** Shards of a node's assignment queue: order is kept within a shard, and all messages of a task go to one shard. */
    public static final int SHARDS = 4;

    /** Begins the names that stay on the broker they were sent to; all others are moved to the broker where their consumer is. */
    public static final String LOCAL = "priok.local";

    /** Reports of the agents that are connected to one broker; consumed by its manager. */
    public static final String REPORTS = LOCAL + ".reports";

    /** Nodes that want to join; answered by the manager whose broker was asked. */
    public static final String JOIN = LOCAL + ".join";

    /** What concerns the leader alone; consumed by the manager that leads. */
    public static final String LEADER = "priok.leader";

    /** Header that names the kind of a message's body: the simple name of its record. */
    public static final String KIND = "priokKind";

    private Queues() {}

    public static String assignments(AgentId agent, int shard) {
        return "priok.node." + agent.value() + "." + shard;
    }

    /** Requests other than assignments: logs. */
    public static String control(AgentId agent) {
        return "priok.node." + agent.value() + ".control";
    }

    /** Where the chunks of one log subscription arrive. */
    public static String logs(String subscription) {
        return "priok.logs." + subscription;
    }

    /** Where the answer to a {@link JoinAsk} goes. */
    public static String joinAnswer(String nonce) {
        return JOIN + "." + nonce;
    }

    public static int shardOf(TaskId task) {
        return Math.floorMod(task.value().hashCode(), SHARDS);
    }
}
