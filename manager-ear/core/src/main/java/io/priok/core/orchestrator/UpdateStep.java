package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.UpdateStatus;
import io.priok.domain.UpdateStatus.State;
import io.priok.domain.spec.UpdateConfig;
import io.priok.domain.spec.UpdateConfig.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a rolling update, from data alone: nothing of it lives in a timer or a thread.
 *
 * <p>A slot is <em>being updated</em> from the creation of its first task of the new spec until that task has run (or ended) and the
 * delay is over; so many of them may be at a time as the parallelism says. The first sight of such a task running is put into the
 * log, because its moment decides the delay, the end of the update, and whether a later end counts as a failure of the update.
 * The update is complete when all slots are of the new spec and the last of their tasks has run through the monitoring period.
 */
final class UpdateStep {
    private final Draft draft;
    private final Dirtiness dirtiness;
    private final Service service;
    private final List<SlotKey> kept;
    private final Map<SlotKey, List<Task>> history;
    private final Map<SlotKey, List<Task>> filled;
    private final UpdateConfig config;
    private final Map<SlotKey, List<Task>> created = new HashMap<>();

    UpdateStep(
            Draft draft,
            Dirtiness dirtiness,
            Service service,
            List<SlotKey> kept,
            Map<SlotKey, List<Task>> history,
            Map<SlotKey, List<Task>> filled) {
        this.draft = draft;
        this.dirtiness = dirtiness;
        this.service = service;
        this.kept = kept;
        this.history = history;
        this.filled = filled;
        this.config = configOf(service);
    }

    static UpdateConfig configOf(Service service) {
        UpdateStatus status = service.updateStatus();
        boolean rollback = status != null && status.state() == State.ROLLBACK_STARTED;
        UpdateConfig config =
                rollback ? service.spec().rollbackConfig() : service.spec().updateConfig();
        return config == null ? UpdateConfig.DEFAULT : config;
    }

    void take() {
        if (Updates.isActive(service.updateStatus())) {
            kept.forEach(slot -> created.put(slot, createdByUpdate(slot)));
            noteRunning();
            if (UpdateFailures.act(draft, service, config, failures(), slotsInUpdate())) {
                return;
            }
        }
        boolean settled = replace();
        if (settled && Updates.isActive(service.updateStatus())) {
            completeWhenMonitored();
        }
    }

    /** Tasks of the new spec that follow one of an older spec; a slot added by scaling is no part of the update. */
    private List<Task> createdByUpdate(SlotKey slot) {
        List<Task> tasks = history.getOrDefault(slot, List.of());
        int follow = 0;
        for (int i = 0; i < tasks.size(); i++) {
            if (dirtiness.isDirty(service, tasks.get(i))) {
                follow = i + 1;
            }
        }
        Instant begin = begin();
        return follow == 0
                ? List.of()
                : tasks.subList(follow, tasks.size()).stream()
                        .filter(task -> !task.meta().createdAt().isBefore(begin))
                        .toList();
    }

    private Instant begin() {
        UpdateStatus status = service.updateStatus();
        Instant started = status == null ? null : status.startedAt();
        return started == null ? service.meta().updatedAt() : started;
    }

    private void noteRunning() {
        for (List<Task> tasks : created.values()) {
            for (Task task : tasks) {
                TaskStatus status = draft.status(task);
                if (status.state() == TaskState.RUNNING && task.status().state() != TaskState.RUNNING) {
                    draft.put(draft.latest(task).withStatus(status));
                }
            }
        }
    }

    private long slotsInUpdate() {
        return kept.stream()
                .filter(slot -> !created.getOrDefault(slot, List.of()).isEmpty() || isDirty(slot))
                .count();
    }

    /** First tasks of the update, by slot, that ended before they had run through the monitoring period; newest end last. */
    private List<Task> failures() {
        return kept.stream()
                .map(slot -> created.getOrDefault(slot, List.of()))
                .filter(tasks -> !tasks.isEmpty() && endedEarly(tasks.get(0)))
                .map(tasks -> tasks.get(0))
                .sorted(Comparator.comparing(task -> draft.status(task).timestamp()))
                .toList();
    }

    private boolean endedEarly(Task task) {
        TaskStatus end = draft.status(task);
        boolean byItself = end.state() == TaskState.COMPLETE
                || end.state() == TaskState.FAILED
                || end.state() == TaskState.REJECTED;
        return byItself && !outlivedMonitor(task, end, config);
    }

    /**
     * True when the log shows that the task ran for longer than it was to be watched. The end of such a task stays out of the log
     * until the update is over ({@link Observations}), so a logged end is an early one.
     */
    static boolean outlivedMonitor(Task task, TaskStatus end, UpdateConfig config) {
        TaskStatus logged = task.status();
        return logged.state() == TaskState.RUNNING
                && end.timestamp().isAfter(logged.timestamp().plus(config.monitorOrDefault()));
    }

    private boolean isDirty(SlotKey slot) {
        List<Task> tasks = filled.getOrDefault(slot, List.of());
        return tasks.size() > 1 || tasks.stream().anyMatch(task -> dirtiness.isDirty(service, task));
    }

    /** Works on the slots; returns true when none is left to work on or to wait for. */
    private boolean replace() {
        List<SlotKey> dirty = kept.stream().filter(this::isDirty).toList();
        long busy = kept.stream().filter(this::isBeingUpdated).count();
        long free = config.parallelism() == 0 ? Long.MAX_VALUE : config.parallelism() - busy;
        for (SlotKey slot : dirty) {
            List<Task> wanted = filled.getOrDefault(slot, List.of()).stream()
                    .filter(Tasks::isWanted)
                    .toList();
            Task clean = best(wanted);
            if (clean != null) {
                dropOthers(wanted, clean);
            } else if (free > 0 && Updates.isActive(service.updateStatus())) {
                free--;
                startReplacement(slot, wanted);
            }
        }
        return dirty.isEmpty() && busy == 0;
    }

    private boolean isBeingUpdated(SlotKey slot) {
        List<Task> tasks = created.getOrDefault(slot, List.of());
        Optional<Instant> ran =
                tasks.stream().flatMap(task -> ranAt(task).stream()).min(Comparator.naturalOrder());
        if (ran.isEmpty()) {
            return tasks.stream().anyMatch(Tasks::isWanted);
        }
        Instant over = ran.get().plus(config.delayOrNone());
        if (over.isAfter(draft.now())) {
            draft.wakeAt(over);
            return true;
        }
        return false;
    }

    /** When the task was first known to run, or to have ended; workers' clocks that are ahead do not hold the update up. */
    private Optional<Instant> ranAt(Task task) {
        TaskStatus logged = task.status();
        TaskStatus status = logged.state().compareTo(TaskState.RUNNING) >= 0 ? logged : draft.status(task);
        if (status.state().compareTo(TaskState.RUNNING) < 0) {
            return Optional.empty();
        }
        Instant at = status.timestamp();
        return Optional.of(at.isAfter(draft.now()) ? draft.now() : at);
    }

    /** The task that is to stay: of the new spec, and running rather than not. */
    private @Nullable Task best(List<Task> wanted) {
        return wanted.stream()
                .filter(task -> !dirtiness.isDirty(service, task))
                .max(Comparator.comparing((Task task) -> draft.state(task) == TaskState.RUNNING)
                        .thenComparing(task -> task.desiredState() != TaskState.READY))
                .orElse(null);
    }

    private void dropOthers(List<Task> wanted, Task clean) {
        List<Task> others = new ArrayList<>(wanted);
        others.remove(clean);
        boolean waitForClean = config.orderOrDefault() == Order.START_FIRST
                && draft.state(clean) != TaskState.RUNNING
                && others.stream().anyMatch(task -> draft.state(task) == TaskState.RUNNING);
        if (!waitForClean) {
            others.forEach(task -> Tasks.shutDown(draft, task));
        }
    }

    private void startReplacement(SlotKey slot, List<Task> wanted) {
        if (!draft.mayCreate()) {
            return;
        }
        Task staying = config.orderOrDefault() == Order.START_FIRST ? mostAlive(wanted) : null;
        wanted.stream().filter(task -> !task.equals(staying)).forEach(task -> Tasks.shutDown(draft, task));
        Tasks.create(draft, service, slot, null);
    }

    /** Of several old tasks, which a superseded update may leave, only one stays until the new one runs. */
    private @Nullable Task mostAlive(List<Task> wanted) {
        return wanted.stream()
                .max(Comparator.comparing(task -> draft.state(task) == TaskState.RUNNING))
                .orElse(null);
    }

    private void completeWhenMonitored() {
        Optional<Instant> last = created.values().stream()
                .flatMap(tasks -> tasks.stream().limit(1))
                .flatMap(task -> ranAt(task).stream())
                .max(Comparator.naturalOrder());
        Instant over = last.map(at -> at.plus(config.delayOrNone()).plus(config.monitorOrDefault()))
                .orElse(draft.now());
        if (over.isAfter(draft.now())) {
            draft.wakeAt(over);
            return;
        }
        boolean rollback =
                service.updateStatus() != null && service.updateStatus().state() == State.ROLLBACK_STARTED;
        draft.put(service.withUpdateStatus(new UpdateStatus(
                rollback ? State.ROLLBACK_COMPLETED : State.COMPLETED,
                begin(),
                draft.now(),
                rollback ? "rollback completed" : "update completed")));
    }
}
