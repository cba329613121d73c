package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.UpdateStatus;
import io.priok.domain.UpdateStatus.State;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins rolling updates, and takes running ones a step further.
 *
 * <p>An update begins when a slot's task no longer is what the spec asks for. A new spec of the user clears the status, and so
 * ends the update that ran and begins another. A paused one waits for the user.
 */
final class Updates {
    private final Draft draft;
    private final Dirtiness dirtiness;

    Updates(Draft draft) {
        this.draft = draft;
        this.dirtiness = new Dirtiness(draft);
    }

    /**
     * Reconciles the slots of a service that stay with its spec.
     *
     * @param kept the slots, in the order in which they are to be updated
     * @param history all tasks of each slot, oldest first
     * @param filled the tasks that fill each slot
     */
    void reconcile(
            Service service, List<SlotKey> kept, Map<SlotKey, List<Task>> history, Map<SlotKey, List<Task>> filled) {
        UpdateStatus status = service.updateStatus();
        if (status != null && (status.state() == State.PAUSED || status.state() == State.ROLLBACK_PAUSED)) {
            return;
        }
        boolean outdated = kept.stream()
                .anyMatch(slot -> filled.getOrDefault(slot, List.of()).stream()
                        .anyMatch(task -> dirtiness.isDirty(service, task)));
        boolean crowded = kept.stream()
                .anyMatch(slot -> filled.getOrDefault(slot, List.of()).size() > 1);
        if (!isActive(status) && !outdated && !crowded) {
            return;
        }
        Service updating = isActive(status) || !outdated ? service : begun(service);
        new UpdateStep(draft, dirtiness, updating, kept, history, filled).take();
    }

    static boolean isActive(@Nullable UpdateStatus status) {
        return status != null && (status.state() == State.UPDATING || status.state() == State.ROLLBACK_STARTED);
    }

    private Service begun(Service service) {
        Service begun =
                service.withUpdateStatus(new UpdateStatus(State.UPDATING, draft.now(), null, "update in progress"));
        draft.put(begun);
        return begun;
    }
}
