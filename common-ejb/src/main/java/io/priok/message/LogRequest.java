package io.priok.message;

import io.priok.domain.TaskId;
import io.priok.domain.spec.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a worker for the output of tasks that it runs or ran.
 *
 * @param subscription names the reply queue, {@link Queues#logs}
 * @param cancel true ends the subscription
 * @param tail lines from the end, -1 for all
 * @param since only output after this moment
 * @param until only output before this moment
 */
public record LogRequest(
        String subscription,
        boolean cancel,
        List<TaskId> tasks,
        boolean follow,
        boolean stdout,
        boolean stderr,
        long tail,
        @Nullable Instant since,
        @Nullable Instant until) {
    public LogRequest {
        subscription = Copies.text(subscription);
        tasks = Copies.list(tasks);
    }
}
