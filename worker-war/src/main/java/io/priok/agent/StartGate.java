package io.priok.agent;

import io.priok.domain.TaskId;
import io.priok.message.Queues;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds the making and starting of containers back until the leader has said what this node is to have. Goal: a host that comes
 * back must not start what runs elsewhere by now; what its journal says may be of before. Constraint: without managers it has to go
 * on by itself after a while. A shard is let go by its complete set, all of them by {@link #openAll}, unless the gate was shut again
 * since. Running containers are not concerned. Any thread.
 */
final class StartGate {
    private static final int ALL = (1 << Queues.SHARDS) - 1;

    /** One bit for each shard that is held back. */
    private final AtomicInteger held = new AtomicInteger();

    private final AtomicInteger shut = new AtomicInteger();

    /** @return names this shutting for {@link #openAll} */
    int shut() {
        held.set(ALL);
        return shut.incrementAndGet();
    }

    boolean isOpen(TaskId task) {
        return (held.get() & bit(Queues.shardOf(task))) == 0;
    }

    /** True when the shard was held back. */
    boolean open(int shard) {
        return (held.getAndUpdate(bits -> bits & ~bit(shard)) & bit(shard)) != 0;
    }

    /** True when something was held back and is no more. */
    boolean openAll(int shutting) {
        return shut.get() == shutting && held.getAndSet(0) != 0;
    }

    private static int bit(int shard) {
        return 1 << shard;
    }
}
