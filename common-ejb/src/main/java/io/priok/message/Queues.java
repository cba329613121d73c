package io.priok.message;

import io.priok.domain.AgentId;
import io.priok.domain.TaskId;

/** Names of the queues. */
public final class Queues {
    /** Shards of a node's assignment queue: order is kept within a shard, and all messages of a task go to one shard. */
    public static final int SHARDS = 4;

    /** Reports of all agents; consumed by every manager. */
    public static final String REPORTS = "priok.managers.reports";

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

    public static int shardOf(TaskId task) {
        return Math.floorMod(task.value().hashCode(), SHARDS);
    }
}
