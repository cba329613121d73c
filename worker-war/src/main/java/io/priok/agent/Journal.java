package io.priok.agent;

import io.priok.domain.TaskId;
import java.util.List;

/**
 * What outlives the agent. Writes are in order; they are certain to outlive the machine once {@link #sync} has returned.
 * Failing to write is an {@link java.io.UncheckedIOException}.
 */
public interface Journal {
    Contents load();

    void put(TaskRecord task);

    /** @param news what it was forgotten by */
    void forget(TaskId task, News news);

    /** A shard's complete set was taken in. */
    void complete(int shard, News news);

    void sync();

    /** Forgets all: the node left its swarm. */
    void clear();

    record Contents(List<TaskRecord> tasks, List<Forgotten> forgotten, List<Completed> completed) {
        public Contents {
            tasks = List.copyOf(tasks);
            forgotten = List.copyOf(forgotten);
            completed = List.copyOf(completed);
        }
    }

    record Forgotten(TaskId task, News news) {}

    record Completed(int shard, News news) {}
}
