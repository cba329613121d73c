package io.priok.store.projection;

import io.priok.domain.Task;
import io.priok.domain.TaskStatus;
import io.priok.image.Transition;
import io.priok.json.Json;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a batch of entries leaves in the history tables. */
final class HistoryRows {
    /** Keys are index times this plus the position in the transaction: unique, and in order of time. */
    private static final long POSITIONS = 1L << 20;

    final List<EventEntity> events = new ArrayList<>();
    final List<TaskHistoryEntity> tasks = new ArrayList<>();
    final List<AuditEntity> audit = new ArrayList<>();
    final List<AppliedEntity> applied = new ArrayList<>();

    /** The lowest key of what happened at {@code index}. */
    static long firstKey(long index) {
        return index * POSITIONS;
    }

    void add(Work.Entry entry) {
        Outcome outcome = entry.application().outcome();
        if (outcome instanceof Outcome.Duplicate) {
            return;
        }
        audit.add(audit(entry, outcome));
        if (outcome instanceof Outcome.Applied) {
            AppliedEntity row = new AppliedEntity();
            row.logIndex = entry.index();
            row.transactionId = entry.transaction().id();
            applied.add(row);
        }
        long key = firstKey(entry.index());
        for (Transition transition : entry.application().transitions()) {
            add(key++, entry.transaction(), transition);
        }
    }

    int size() {
        return events.size() + tasks.size() + audit.size() + applied.size();
    }

    private void add(long key, Transaction transaction, Transition transition) {
        StateEvent.of(transition).ifPresent(event -> {
            EventEntity row = new EventEntity();
            row.id = key;
            row.kind = event.kind();
            row.action = event.action();
            row.objectId = event.objectId();
            row.happenedAt = transaction.at();
            row.attributes = Json.write(new EventRow.Attributes(event.attributes()));
            events.add(row);
        });
        if (transition.after() instanceof Task after
                && !(transition.before() instanceof Task before && isSameStep(before, after))) {
            tasks.add(taskHistory(key, transaction, after));
        }
    }

    private static boolean isSameStep(Task before, Task after) {
        return before.status().equals(after.status())
                && before.desiredState() == after.desiredState()
                && Objects.equals(before.nodeId(), after.nodeId());
    }

    private static TaskHistoryEntity taskHistory(long key, Transaction transaction, Task task) {
        TaskStatus status = task.status();
        TaskHistoryEntity row = new TaskHistoryEntity();
        row.id = key;
        row.taskId = task.id().value();
        row.serviceId = task.serviceId().value();
        row.serviceName = Words.cut(task.serviceName(), Words.NAME);
        row.slot = task.slot();
        row.nodeId = task.nodeId() == null ? null : task.nodeId().value();
        row.state = Words.of(status.state());
        row.desiredState = Words.of(task.desiredState());
        row.changedAt = transaction.at();
        row.message = Words.cut(status.message(), Words.NAME);
        row.err = Words.cut(status.err(), Words.NAME);
        TaskStatus.ContainerStatus container = status.container();
        if (container != null) {
            row.containerId = Words.cut(container.containerId(), 128);
            row.exitCode = container.exitCode();
        }
        return row;
    }

    private static AuditEntity audit(Work.Entry entry, Outcome outcome) {
        Transaction transaction = entry.transaction();
        AuditEntity row = new AuditEntity();
        row.logIndex = entry.index();
        row.transactionId = transaction.id();
        row.author = Words.cut(transaction.author(), Words.NAME);
        row.term = transaction.term();
        row.writtenAt = transaction.at();
        row.outcome = outcome instanceof Outcome.Refused ? "refused" : "applied";
        row.reason = outcome instanceof Outcome.Refused refused ? Words.cut(refused.message(), Words.NAME) : "";
        row.changes = AuditText.of(transaction, entry.application().transitions());
        return row;
    }
}
