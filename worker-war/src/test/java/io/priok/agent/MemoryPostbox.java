package io.priok.agent;

import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.message.FullReport;
import io.priok.message.LogChunk;
import io.priok.message.StatusReport;
import io.priok.message.StatusReport.TaskObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what was sent; may be made to refuse. */
public final class MemoryPostbox implements Postbox {
    private final List<Object> sent = new ArrayList<>();
    private boolean broken;

    @Override
    public synchronized void send(String queue, Object message, Care care) throws Undelivered {
        if (broken) {
            throw new Undelivered(new IllegalStateException("no broker"));
        }
        sent.add(message);
    }

    public synchronized void breakDown(boolean newBroken) {
        broken = newBroken;
    }

    public synchronized List<Object> sent() {
        return List.copyOf(sent);
    }

    public <T> List<T> sent(Class<T> type) {
        return sent().stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<LogChunk.Line> lines() {
        return sent(LogChunk.class).stream()
                .flatMap(chunk -> chunk.lines().stream())
                .toList();
    }

    /** Everything reported of a task, in order. */
    public List<TaskStatus> statuses(String task) {
        List<TaskStatus> statuses = new ArrayList<>();
        for (Object message : sent()) {
            List<TaskObservation> observations = message instanceof StatusReport report
                    ? report.tasks()
                    : message instanceof FullReport full ? full.tasks() : List.of();
            observations.stream()
                    .filter(seen -> seen.taskId().equals(new TaskId(task)))
                    .map(TaskObservation::status)
                    .forEach(statuses::add);
        }
        return statuses;
    }

    public Optional<TaskStatus> newest(String task) {
        List<TaskStatus> statuses = statuses(task);
        return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
    }

    public boolean reported(String task, TaskState state) {
        return newest(task).filter(status -> status.state() == state).isPresent();
    }
}
